"""``python -m tests.fuzz --minutes 10``: other files each time, unless ``--seed`` says which; those that fail are kept."""

import argparse
import hashlib
import random
import sys
import tempfile
import time
from pathlib import Path

from pipelines.ingest.apart.readers import Readers
from tests.fuzz.trial import faults

asked = argparse.ArgumentParser(prog="python -m tests.fuzz")
asked.add_argument("--minutes", type=float, default=10)
asked.add_argument("--seed", type=int, default=None)
asked.add_argument("--keep", type=Path, default=None, help="where the files that fail are written")
chosen = asked.parse_args()
seed = random.SystemRandom().randrange(1 << 32) if chosen.seed is None else chosen.seed
kept = chosen.keep or Path(tempfile.mkdtemp(prefix="cpts-fuzz-"))
kept.mkdir(parents=True, exist_ok=True)
readers, chance = Readers(), random.Random(seed)
end, tried, ours, costly = time.monotonic() + 60 * chosen.minutes, 0, 0, 0
sys.stdout.write(f"graine {seed}, fichiers gardés dans {kept}\n")
while time.monotonic() < end:
    for fault in faults(readers, chance, cases=100):
        name = hashlib.sha256(fault.data).hexdigest()[:12]
        (kept / name).write_bytes(fault.data)
        ours, costly = ours + (not fault.costly), costly + fault.costly
        sys.stdout.write(f"{'coûteux' if fault.costly else 'FAUTE'} {name} ({len(fault.data)} octets) : {fault.said}\n")
    tried += 100
readers.close()
sys.stdout.write(f"{tried} fichiers, {ours} fautes, {costly} lectures arrêtées\n")
sys.exit(min(ours, 1))
