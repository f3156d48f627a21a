"""
Trains a LoRA adapter on a frozen 4-bit base (QLoRA; Dettmers et al., 2023):
`python -m adapter.train --base MODEL.gguf --corpus DIR --run DIR`.
Run it again to go on from the last checkpoint. SIGTERM ends it with a checkpoint.
"""

from __future__ import annotations

import argparse
import math
import signal
import time
from pathlib import Path

from corpus.report import Report, add_json_argument, run_command

from .inputs import check_base, check_corpus
from .memory import keep_freed_memory
from .packages import need
from .settings import hold_to_settings


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m adapter.train", description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="GGUF file, or folder of safetensors")
    parser.add_argument("--corpus", type=Path, required=True, help="what `python -m corpus` wrote")
    parser.add_argument("--run", type=Path, required=True, help="folder of the run: checkpoint, adapter")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--alpha", type=int, default=32)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--learning-rate", type=float, default=5e-4)
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--window", type=int, default=512, help="tokens")
    parser.add_argument("--batch", type=int, default=4, help="windows read at a time")
    parser.add_argument("--accumulate", type=int, default=1, help="batches to an optimiser step")
    parser.add_argument("--minutes", type=float, help="stop with a checkpoint after so long")
    parser.add_argument("--save-every", type=float, default=5, help="minutes between checkpoints")
    parser.add_argument("--seed", type=int, default=7)
    add_json_argument(parser)
    return parser.parse_args(given)


def main() -> None:
    options = arguments()
    need("torch", "transformers", "peft", "gguf", "accelerate")
    check_base(options.base)
    check_corpus(options.corpus, "train.jsonl")
    keep_freed_memory()
    asked_to_stop = False

    def stop(*_: object) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    signal.signal(signal.SIGTERM, stop)
    train(options, Report(options.json), lambda: asked_to_stop)


def train(options: argparse.Namespace, report: Report, asked_to_stop=lambda: False) -> None:
    """Trains as `arguments` describes, until the end, the time limit, or `asked_to_stop`."""
    # torch takes seconds to load: after the arguments are known to be right.
    import torch
    from peft import LoraConfig, get_peft_model

    from .base import load_base, load_tokenizer
    from .checkpoint import restore, save
    from .loss import language_loss
    from .windows import read_windows

    options.run.mkdir(parents=True, exist_ok=True)
    hold_to_settings(options.run, vars(options), options.base)
    windows = read_windows(
        options.corpus / "train.jsonl", load_tokenizer(options.base), options.window, options.seed
    )
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = get_peft_model(
        load_base(options.base, device),
        LoraConfig(
            r=options.rank,
            lora_alpha=options.alpha,
            lora_dropout=options.dropout,
            target_modules="all-linear",
            task_type="CAUSAL_LM",
        ),
    )
    trained = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=options.learning_rate, weight_decay=0.0)
    progress = restore(options.run, model, optimiser)
    per_step = options.batch * options.accumulate
    progress.total = max(1, math.ceil(options.epochs * len(windows) / per_step))
    report.line(
        f"{len(windows)} windows of {options.window} tokens; step {progress.step} of {progress.total}",
        event="start",
        windows=len(windows),
        window=options.window,
        step=progress.step,
        total=progress.total,
    )

    model.train()
    began = saved = time.monotonic()
    left = math.inf if options.minutes is None else 60 * options.minutes
    while progress.step < progress.total and left > 0 and not asked_to_stop():
        for group in optimiser.param_groups:
            group["lr"] = options.learning_rate * schedule(progress.step, progress.total)
        loss = 0.0
        for part in range(options.accumulate):
            at = progress.step * per_step + part * options.batch
            batch = windows[[(at + i) % len(windows) for i in range(options.batch)]].to(device)
            with torch.autocast(device.type, torch.bfloat16, enabled=fast_bfloat16(device)):
                part_loss = language_loss(model, batch) / options.accumulate
            part_loss.backward()
            loss += part_loss.item()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        progress.step += 1
        progress.loss = loss if progress.loss == 0 else 0.95 * progress.loss + 0.05 * loss
        now = time.monotonic()
        progress.seconds += now - began
        left -= now - began
        began = now
        speed = per_step * options.window * progress.step / progress.seconds
        if report.as_json or progress.step % 5 == 0:
            report.line(
                f"step {progress.step} of {progress.total}: loss {progress.loss:.4f}, {speed:.0f} tokens a second",
                event="step",
                step=progress.step,
                total=progress.total,
                loss=round(progress.loss, 4),
                tokensPerSecond=round(speed),
            )
        if now - saved > 60 * options.save_every:
            save(options.run, model, optimiser, progress)
            saved = time.monotonic()

    save(options.run, model, optimiser, progress)
    model.save_pretrained(options.run / "adapter")
    whole = progress.step >= progress.total
    report.line(
        "Done." if whole else "Stopped; run the same command again to go on.",
        event="done" if whole else "paused",
        step=progress.step,
        total=progress.total,
        loss=round(progress.loss, 4),
        seconds=round(progress.seconds),
    )


def schedule(step: int, total: int) -> float:
    """Warm-up over the first 3%, then half a cosine down to a twentieth."""
    warm = max(1, round(0.03 * total))
    if step < warm:
        return (step + 1) / warm
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))


def fast_bfloat16(device) -> bool:
    """bf16 pays only where the processor computes in it; elsewhere it is many times slower."""
    if device.type == "cuda":
        return True
    try:
        flags = Path("/proc/cpuinfo").read_text("utf8")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


if __name__ == "__main__":
    run_command(main)
