"""
Writes a run's adapter as the GGUF that the engine loads:
`python -m adapter.export --base MODEL --run DIR --out FILE.gguf [--type f16|q8_0|f32]`.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from corpus.report import Report, add_json_argument, run_command

from .inputs import check_adapter, check_base
from .packages import need

TYPES = ("f16", "q8_0", "f32")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m adapter.export", description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="what the run was trained on")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--type", choices=TYPES, default="f16")
    parser.add_argument(
        "--by",
        choices=("gguf", "llama.cpp"),
        default="gguf",
        help="llama.cpp's own converter needs the packages of training and the source in node-llama-cpp",
    )
    add_json_argument(parser)
    options = parser.parse_args()
    need("gguf", "numpy", "safetensors")
    check_base(options.base)
    adapter = check_adapter(options.run)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    partial = options.out.with_name(f"{options.out.name}.partial")
    if options.by == "gguf":
        export(options.base, adapter, partial, options.type)
    else:
        from .llama_cpp import convert

        convert(options.base, adapter, partial, options.type)
    os.replace(partial, options.out)
    size = options.out.stat().st_size
    Report(options.json).line(
        f"{options.out}: {size / 1e6:.1f} MB", event="done", file=str(options.out), bytes=size
    )


def export(base: Path, adapter: Path, out: Path, outtype: str) -> None:
    """
    Converts the PEFT folder `adapter` of `base`, with the gguf package alone. The values are those
    of llama.cpp's converter, bit for bit; rows too short for a block of q8_0 (those of B, r long)
    stay f16 there as here.
    """
    import gguf
    from gguf import GGMLQuantizationType, QuantError, quants

    from .gguf_lora import heads_of, read_adapter

    heads = heads_of(base)
    lora = read_adapter(adapter, heads)
    wanted = GGMLQuantizationType[outtype.upper()]
    writer = gguf.GGUFWriter(out, "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_string("general.base_model.0.name", heads.name)
    writer.add_uint32("general.base_model.count", 1)
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, lora.alpha)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    for factors in lora.factors:
        for name, values in (("lora_a", factors.a), ("lora_b", factors.b)):
            kind = wanted
            try:
                data = quants.quantize(values, kind)
            except QuantError:
                kind = GGMLQuantizationType.F16
                data = quants.quantize(values, kind)
            writer.add_tensor(f"{factors.weight}.{name}", data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    run_command(main)
