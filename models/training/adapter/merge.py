"""
Writes the base with a run's adapter in its weights, quantised anew:
`python -m adapter.merge --base MODEL.gguf --run DIR --out FILE.gguf [--type q4_1|q8_0]`.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from corpus.report import INPUT_MISSING, Refused, Report, add_json_argument, run_command

from .inputs import check_adapter, check_base
from .packages import need


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m adapter.merge", description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="GGUF file that the run was trained on")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--type", choices=("q4_1", "q8_0", "f16"), default="q4_1")
    add_json_argument(parser)
    options = parser.parse_args()
    need("gguf", "numpy", "safetensors")
    check_base(options.base)
    if options.base.suffix != ".gguf":
        raise Refused(INPUT_MISSING, f"{options.base} is no GGUF file: only those can be merged with.")
    adapter = check_adapter(options.run)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    partial = options.out.with_name(f"{options.out.name}.partial")
    merge(options.base, adapter, partial, options.type)
    os.replace(partial, options.out)
    size = options.out.stat().st_size
    Report(options.json).line(
        f"{options.out}: {size / 1e6:.1f} MB", event="done", file=str(options.out), bytes=size
    )


def merge(base: Path, adapter: Path, out: Path, outtype: str) -> None:
    """
    The weights that the PEFT folder `adapter` changes are rounded anew to `outtype`, each block to
    its nearest values; all other tensors and the base's metadata stay as they are.
    """
    import gguf
    import numpy as np
    from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, LlamaFileType, quants

    from .gguf_lora import heads_of, read_adapter

    reader = GGUFReader(base)
    lora = read_adapter(adapter, heads_of(base))
    changed = {factors.weight: factors for factors in lora.factors}
    kind = GGMLQuantizationType[outtype.upper()]
    writer = gguf.GGUFWriter(out, "llama")
    if "general.alignment" in reader.fields:
        writer.data_alignment = reader.alignment
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name == "general.architecture":
            continue
        if name == "general.file_type":
            writer.add_file_type(LlamaFileType[f"MOSTLY_{outtype.upper()}"])
            continue
        inner = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
        writer.add_key_value(name, field.contents(), field.types[0], sub_type=inner)
    for tensor in reader.tensors:
        factors = changed.pop(tensor.name, None)
        if factors is None:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
            continue
        weight = quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        weight += np.float32(lora.scale) * (factors.b.astype(np.float32) @ factors.a.astype(np.float32))
        writer.add_tensor(tensor.name, quants.quantize(weight, kind), raw_dtype=kind)
    if changed:
        raise Refused(INPUT_MISSING, f"{base} has no {next(iter(changed))}: the adapter is another base's.")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    run_command(main)
