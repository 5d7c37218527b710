# The part of a plan (JSON) on the device library, one line for each block and each row of its table.
import json
import sys


def text(content):
    return "".join(": " if part["type"] == "break" else part["text"] for part in content)


inside = False
for block in json.load(open(sys.argv[1], encoding="utf-8"))["blocks"]:
    if block["type"] == "heading":
        inside = block.get("anchor") == "library"
    if inside:
        print(text(block["content"]))
        for row in block.get("rows", []):
            print("  " + " | ".join(text(cell["content"]) for cell in row))
