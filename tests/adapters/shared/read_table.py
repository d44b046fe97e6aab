"""Reads a table with readers that share no code with what wrote it, and prints its rows; formulas are told apart."""
import csv
import json
import sys

path = sys.argv[1]
if path.endswith(".csv"):
    raw = open(path, "rb").read()
    rows = list(csv.reader(open(path, encoding="utf-8-sig", newline=""), strict=True))
    print(json.dumps({"rows": rows, "marked": raw.startswith(b"\xef\xbb\xbf")}, ensure_ascii=False))
else:
    try:
        import openpyxl
        from openpyxl.utils.escape import unescape  # as spreadsheet programs show a cell
    except ImportError:
        sys.exit(77)
    sheet = openpyxl.load_workbook(path).active
    cells = [[cell for cell in row] for row in sheet.iter_rows()]
    print(json.dumps({
        "rows": [[unescape(cell.value or "") for cell in row] for row in cells],
        "types": sorted({cell.data_type for row in cells for cell in row if cell.value is not None}),
        "sheet": sheet.title,
        "links": len(sheet._hyperlinks),
    }, ensure_ascii=False))
