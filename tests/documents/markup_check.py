#!/usr/bin/env python3
"""Reads drafted HTML and SVG with a parser and nothing else.

    markup_check.py FILE.html FILE.svg ...

Well-formed (SVG as XML; HTML: every start tag has its end tag), ids unique, every link inside the page has its target,
no reference that a viewer would fetch, every picture has a title and words for those who do not see it.
Prints ok or FAIL lines; exit 0 or 1. Needs the standard library only.
"""
import re, sys, xml.etree.ElementTree as tree
from html.parser import HTMLParser

failed = passed = 0

def say(ok, name, note=''):
    global failed, passed
    failed += not ok
    passed += bool(ok)
    if not ok or note:
        print(('ok   ' if ok else 'FAIL ') + name + (': ' + str(note)[:300] if note else ''), flush=True)

class Page(HTMLParser):
    VOID = {'meta', 'img', 'link', 'br', 'hr', 'input', 'path', 'rect'}

    def __init__(self):
        super().__init__()
        self.open, self.faults, self.ids, self.links, self.pictures, self.words = [], [], [], [], 0, 0

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if 'id' in a:
            self.ids.append(a['id'])
        if tag == 'a' and a.get('href', '').startswith('#'):
            self.links.append(a['href'][1:])
        for key in ('src', 'srcset', 'data', 'action', 'background', 'poster'):
            if a.get(key) and not a[key].startswith(('data:', '#')):
                self.faults.append('%s fetches %s' % (tag, a[key][:60]))
        if tag in ('script', 'iframe', 'object', 'embed', 'link', 'form'):
            self.faults.append('<%s> in the page' % tag)
        if any(key.startswith('on') for key in a):
            self.faults.append('a handler on <%s>' % tag)
        if tag == 'img' and not a.get('alt'):
            self.faults.append('a picture without words')
        if tag == 'svg':
            self.pictures += 1
        if tag == 'desc':
            self.words += 1
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append('</%s> closes another tag' % tag)

for path in sys.argv[1:]:
    text = open(path, encoding='utf-8').read()
    if path.endswith('.svg'):
        try:
            root = tree.fromstring(text)
        except tree.ParseError as error:
            say(False, path + ': well-formed', error)
            continue
        name = '{http://www.w3.org/2000/svg}'
        title, words = root.find(name + 'title'), root.find(name + 'desc')
        say(title is not None and (title.text or '').strip(), path + ': has a title')
        say(words is not None and (words.text or '').strip(), path + ': says in words what it shows')
        say(not re.search(r'<(script|image|use|foreignObject)\b|(?:href|src)\s*=|url\((?!#)|@import', text), path + ': fetches nothing')
        continue
    page = Page()
    page.feed(text)
    page.close()
    say(not page.faults and not page.open, path + ': well-formed and self-contained', page.faults[:3] or page.open[:3] or '%d pictures' % page.pictures)
    twice = {one for one in page.ids if page.ids.count(one) > 1} if len(page.ids) < 4000 else set()
    say(not twice, path + ': every id once', sorted(twice)[:3])
    gone = set(page.links) - set(page.ids)
    say(not gone, path + ': every link inside has its target', sorted(gone)[:3])
    say(page.words == page.pictures, path + ': every picture has words', '' if page.words == page.pictures else '%d of %d' % (page.words, page.pictures))
    say(not re.search(r'url\((?!["\']?data:|#)|@import', text), path + ': the style fetches nothing')
print('%d passed, %d failed' % (passed, failed))
sys.exit(1 if failed else 0)
