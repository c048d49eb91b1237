#!/usr/bin/env python3
"""Looks at drafted HTML files the way a browser lays them out.

    browser_check.py [--browser chromium] [--pictures DIR] FILE.html ...

For each file and each width (375, 768, 1440 px), light and dark: the page is not wider than the window, no text leaves
its table cell or its picture, no two texts of a picture overlap, every text has a contrast of at least 4.5:1 (3:1 for
large ones), every picture has a title and a description. Prints ok or FAIL lines; exit 0 or 1. Needs Chromium only.
"""
import argparse, html, json, os, re, subprocess, sys, tempfile

ap = argparse.ArgumentParser()
ap.add_argument('files', nargs='+')
ap.add_argument('--browser', default='chromium')
ap.add_argument('--pictures')
a = ap.parse_args()
WIDTHS = (375, 768, 1440)
SCRIPT = r"""
function rgb(text){const m=text.match(/[\d.]+/g);return m?m.map(Number):[0,0,0,0]}
function lum(c){const f=v=>{v/=255;return v<=0.04045?v/12.92:Math.pow((v+0.055)/1.055,2.4)};return .2126*f(c[0])+.7152*f(c[1])+.0722*f(c[2])}
function ratio(a,b){const x=lum(a),y=lum(b);return (Math.max(x,y)+.05)/(Math.min(x,y)+.05)}
function look(frame,width){
  const d=frame.contentDocument,w=frame.contentWindow,faults=[];
  if(d.documentElement.scrollWidth>width+1)faults.push('page is '+d.documentElement.scrollWidth+' px wide');
  for(const e of d.querySelectorAll('td,th,dd,dt,summary,p,.note,h1,h2,h3')){
    if(e.scrollWidth>e.clientWidth+2&&e.clientWidth>0&&w.getComputedStyle(e).display!=='inline')faults.push('text leaves <'+e.tagName+'>: '+e.textContent.slice(0,40));
  }
  const walker=d.createTreeWalker(d.body,NodeFilter.SHOW_TEXT);let n,seen=0;
  while(n=walker.nextNode()){
    const t=n.textContent.trim(),e=n.parentElement;if(!t||e.closest('svg')||e.closest('.why')||e.tagName==='STYLE'||!e.getClientRects().length)continue;
    let b=e,bg=[0,0,0,0];while(b){const c=rgb(w.getComputedStyle(b).backgroundColor);if(c.length<4||c[3]>0){bg=c;break}b=b.parentElement}
    if(!b)bg=[255,255,255];
    const s=w.getComputedStyle(e),size=parseFloat(s.fontSize),bold=+s.fontWeight>=600,need=size>=24||(bold&&size>=18.66)?3:4.5;
    const r=ratio(rgb(s.color),bg);seen++;if(r<need-.01)faults.push('contrast '+r.toFixed(2)+': '+t.slice(0,30));
  }
  const pictures=d.querySelectorAll('svg');
  for(const g of pictures){
    if(!g.querySelector('title')||!g.querySelector('desc')||!g.querySelector('desc').textContent.trim())faults.push('picture without words');
    const v=g.viewBox.baseVal,boxes=[];
    for(const t of g.querySelectorAll('text')){
      const b=t.getBBox();if(!t.textContent)continue;
      if(b.x<-1||b.y<-1||b.x+b.width>v.width+1||b.y+b.height>v.height+1)faults.push('text leaves the picture: '+t.textContent);
      for(const o of boxes){const x=Math.min(b.x+b.width,o.x+o.width)-Math.max(b.x,o.x),y=Math.min(b.y+b.height,o.y+o.height)-Math.max(b.y,o.y);
        if(x>1.5&&y>3)faults.push('texts overlap: '+t.textContent+' / '+o.t)}
      boxes.push({x:b.x,y:b.y,width:b.width,height:b.height,t:t.textContent});
    }
  }
  for(const i of d.querySelectorAll('img'))if(!i.hasAttribute('alt'))faults.push('image without alt');
  return {faults:[...new Set(faults)].slice(0,12),count:faults.length,texts:seen,pictures:pictures.length};
}
"""
failed = passed = 0

def say(ok, name, note=''):
    global failed, passed
    failed += not ok
    passed += bool(ok)
    print(('ok   ' if ok else 'FAIL ') + name + (': ' + note if note else ''), flush=True)

def browser(*arguments):
    with tempfile.TemporaryDirectory() as profile:
        return subprocess.run([a.browser, '--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars',
                               '--user-data-dir=' + profile, *arguments], capture_output=True, text=True, timeout=180)

def wrapped(page, frames, script):
    """One page that holds every width and scheme: the browser starts once a file."""
    parts = ['<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">']
    for number, (scheme, width) in enumerate(frames):
        # A page cannot ask for a scheme by itself: the query in the style is answered here.
        shown = page.replace('@media (prefers-color-scheme:dark)', '@media all' if scheme == 'dark' else '@media not all')
        parts.append('<iframe id="f%d" style="border:0;width:%dpx;height:900px" srcdoc="%s"></iframe>' % (number, width, html.escape(shown, quote=True)))
    widths = json.dumps([width for _, width in frames])
    parts.append('<pre id="r"></pre><script>%s;const widths=%s;window.onload=()=>{document.getElementById("r").textContent='
                 'JSON.stringify(widths.map((w,i)=>look(document.getElementById("f"+i),w)))}</script>' % (script, widths))
    return ''.join(parts)

for path in a.files:
    page = open(path, encoding='utf-8').read()
    outside = re.findall(r'(?:src|xlink:href)\s*=\s*["\'](?!data:|#)[^"\']+|url\((?!#)[^)]+', page)
    say(not outside and '<script' not in page, '%s: self-contained' % path, str(outside[:2]) if outside else '')
    frames = [(scheme, width) for scheme in ('light', 'dark') for width in WIDTHS]
    with tempfile.NamedTemporaryFile('w', suffix='.html', delete=False, encoding='utf-8') as f:
        f.write(wrapped(page, frames, SCRIPT))
    dom = browser('--virtual-time-budget=8000', '--window-size=1500,1000', '--dump-dom', 'file://' + f.name).stdout
    os.unlink(f.name)
    m = re.search(r'<pre id="r">(.*?)</pre>', dom, re.S)
    none = {'faults': ['the browser gave no result'], 'count': 1, 'texts': 0, 'pictures': 0}
    results = json.loads(html.unescape(m[1])) if m and m[1] else [none] * len(frames)
    for (scheme, width), r in zip(frames, results):
        say(not r['count'] and r['texts'] > 50, '%s %s %d px' % (path, scheme, width), '; '.join(r['faults']) or '%d texts, %d pictures' % (r['texts'], r['pictures']))
    if a.pictures:
        os.makedirs(a.pictures, exist_ok=True)
        stem = re.sub(r'\W+', '-', os.path.splitext(path)[0]).strip('-')
        for width in (375, 1440):
            with tempfile.NamedTemporaryFile('w', suffix='.html', delete=False, encoding='utf-8') as f:
                f.write('<!DOCTYPE html><body style="margin:0"><iframe style="border:0;width:%dpx;height:6000px" srcdoc="%s"></iframe>' % (width, html.escape(page, quote=True)))
            browser('--window-size=%d,6000' % max(width, 500), '--screenshot=' + os.path.join(a.pictures, '%s-%d.png' % (stem, width)), 'file://' + f.name)
            os.unlink(f.name)
print('%d passed, %d failed' % (passed, failed))
sys.exit(1 if failed else 0)
