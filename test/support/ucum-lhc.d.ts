/** The parts of the UCUM library that the tests ask: the package comes without types. */
declare module '@lhncbc/ucum-lhc' {
  interface Ucum {
    validateUnitString(code: string): { readonly status: 'valid' | 'invalid' | 'error' };
    convertUnitTo(
      from: string,
      value: number,
      to: string,
      options?: { readonly molecularWeight?: number },
    ): { readonly status: 'succeeded' | 'failed' | 'error'; readonly toVal: number | null };
  }
  export const UcumLhcUtils: { getInstance(): Ucum };
}
