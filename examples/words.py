"""The words of a page on standard input, a line for each block."""
import html.parser
import sys


class Words(html.parser.HTMLParser):
    blocks = {"p", "h1", "h2", "h3", "li", "dt", "dd", "div", "blockquote"}
    words = [""]
    hidden = 0

    def handle_starttag(self, tag, _):
        self.hidden += tag in {"style", "script", "title"}
        if tag in self.blocks:
            self.words.append("")

    def handle_endtag(self, tag):
        self.hidden -= tag in {"style", "script", "title"}

    def handle_data(self, data):
        if not self.hidden:
            self.words[-1] += " ".join(data.split()) + " "


words = Words()
words.feed(sys.stdin.read())
print("\n".join(line.strip() for line in words.words if line.strip()))
