#!/usr/bin/env python3
"""Opens drafted Word files and workbooks with LibreOffice.

    office_check.py FILE.docx FILE.xlsx ...

Word: it converts to pages that hold text, headings are headings, every picture has a description. Workbook: the values
stored in the file equal those LibreOffice computes when told to recalculate everything, and no cell is an error.
Prints ok or FAIL lines; exit 0 or 1. Needs soffice, and pdftotext for Word files.
"""
import csv, glob, os, re, subprocess, sys, tempfile, zipfile

failed = passed = 0

def say(ok, name, note=''):
    global failed, passed
    failed += not ok
    passed += bool(ok)
    print(('ok   ' if ok else 'FAIL ') + name + (': ' + str(note)[:300] if note != '' else ''), flush=True)

def office(path, target, profile, folder):
    subprocess.run(['soffice', '--headless', '--norestore', '-env:UserInstallation=file://' + profile, '--convert-to', target,
                    '--outdir', folder, path], capture_output=True, timeout=300)

def values(path, recalculate):
    with tempfile.TemporaryDirectory() as profile, tempfile.TemporaryDirectory() as folder:
        if recalculate:
            os.makedirs(profile + '/user')
            with open(profile + '/user/registrymodifications.xcu', 'w') as f:
                f.write('<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
                        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>')
        office(path, 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1', profile, folder)
        return {os.path.basename(name): list(csv.reader(open(name, encoding='utf-8'))) for name in sorted(glob.glob(folder + '/*.csv'))}

for path in sys.argv[1:]:
    archive = zipfile.ZipFile(path)
    if path.endswith('.xlsx'):
        stored, computed = values(path, False), values(path, True)
        say(len(stored) > 3, path + ': opens', '%d sheets' % len(stored))
        differ = [(name, r, c) for name in computed for r, row in enumerate(computed[name]) for c, cell in enumerate(row)
                  if (stored.get(name) or [[]] * (r + 1))[r][c:c + 1] != [cell]]
        say(not differ, path + ': stored values are the computed ones', differ[:3] or '')
        bad = [cell for rows in computed.values() for row in rows for cell in row if re.fullmatch(r'#(REF|NAME|VALUE|DIV/0|N/A|NUM)[!?]?|Err:\d+', cell)]
        say(not bad, path + ': no error cell', bad[:3] or '')
        formulas = sum(archive.read(n).count(b'<f>') for n in archive.namelist() if n.startswith('xl/worksheets/'))
        say(formulas > 0, path + ': has formulas', formulas)
    else:
        text = archive.read('word/document.xml').decode()
        say(text.count('w:val="Heading1"') >= 6, path + ': headings', text.count('w:val="Heading1"'))
        pictures = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', text)
        say(all(pictures), path + ': pictures described', len(pictures))
        with tempfile.TemporaryDirectory() as profile, tempfile.TemporaryDirectory() as folder:
            office(path, 'pdf', profile, folder)
            made = glob.glob(folder + '/*.pdf')
            words = subprocess.run(['pdftotext', made[0], '-'], capture_output=True, text=True).stdout.split() if made else []
            say(len(words) > 300, path + ': LibreOffice makes pages of it', '%d words' % len(words))
print('%d passed, %d failed' % (passed, failed))
sys.exit(1 if failed else 0)
