"""One file for each group of sections; each function returns a section, or none where there is nothing to say."""
