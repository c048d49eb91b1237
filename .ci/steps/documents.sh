#!/usr/bin/env bash
# Drafts opened by the programs people use: Chromium lays pages out at three widths, LibreOffice opens Word files and
# recalculates workbooks, and every picture is well-formed SVG. Installs what is missing where it may, else says why it
# skips.
set -euo pipefail
shopt -s nullglob
cd "$(dirname "$0")/../.."
skip() { printf 'skipped: %s\n' "$1"; exit 0; }

command -v python3 > /dev/null || skip "no python3"
wanted=()
command -v chromium > /dev/null || wanted+=(chromium)
command -v soffice > /dev/null || wanted+=(libreoffice-calc libreoffice-writer)
command -v pdftotext > /dev/null || wanted+=(poppler-utils)
command -v xmllint > /dev/null || wanted+=(libxml2-utils)
command -v rsvg-convert > /dev/null || wanted+=(librsvg2-bin)
if [ ${#wanted[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    printf 'installing: %s\n' "${wanted[*]}"
    # Failing to install is no fault of the project; what is still missing is told below.
    timeout 150 sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"' - "${wanted[@]}" > /dev/null 2>&1 || true
fi

cargo build --locked --quiet --bin gcg
gcg=$(cargo metadata --format-version 1 --no-deps --locked | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')/debug/gcg
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# The smallest, a typical one, and the largest.
draft() { # NAME REQUEST...
    local at=$out/$1; shift; mkdir -p "$at"
    "$gcg" plan "$@" > "$at/answer.json" || [ $? -eq 9 ]
    "$gcg" draft "$at/answer.json" --format md,html,docx,xlsx,typ,csv --out "$at" > "$at/draft.json"
}
draft small --nodes 2 --gpu h100-sxm --workload training --rack-kw 25 --cooling air
draft typical --gpus 128 --gpu h100-sxm --workload training --rack-kw 40 --cooling air --set growth_node_count=32
draft large --gpus 18432 --gpu b200-sxm --workload training --rack-kw 60

failed=0
if command -v chromium > /dev/null; then
    python3 tests/documents/browser_check.py "$out"/{small,typical,large}/proposal.html || failed=1
else
    echo "skipped: no chromium; pages are not laid out"
fi
if command -v soffice > /dev/null && command -v pdftotext > /dev/null; then
    python3 tests/documents/office_check.py "$out"/{small,typical,large}/proposal.docx "$out"/{small,typical,large}/proposal.xlsx || failed=1
else
    echo "skipped: no LibreOffice or pdftotext; Word files and workbooks are not opened"
fi
python3 tests/documents/markup_check.py "$out"/{small,typical,large}/proposal.html "$out"/{small,typical,large}/figures/*.svg || failed=1
if command -v typst > /dev/null; then
    for one in small typical large; do typst compile "$out/$one/proposal.typ" "$out/$one/typst.pdf" || failed=1; done
else
    echo "skipped: no typst; its source is not compiled"
fi
check=../shared/validators/document_check.py
if [ ! -e "$check" ]; then
    echo "skipped: no independent checker of documents beside the project"
elif command -v soffice > /dev/null && command -v xmllint > /dev/null && command -v rsvg-convert > /dev/null; then
    if command -v chromium > /dev/null; then "$gcg" draft "$out/typical/answer.json" --format pdf --out "$out/typical" > /dev/null; fi
    python3 "$check" --offline --out "$out/seen" --text 128 "$out"/typical/proposal.* || failed=1
    python3 "$check" --out "$out/seen" "$out"/{typical,large}/figures/*.svg || failed=1
else
    echo "skipped: the independent checker needs LibreOffice, xmllint and rsvg-convert"
fi
exit $failed
