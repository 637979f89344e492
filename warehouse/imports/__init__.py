"""What a person adds: drafts under review, approved imports, and the history of both.

The folder (`warehouse.paths.user_data_folder`) holds plain files:

    drafts/<sha256 of the text>.json   a review that is not finished, sealed with its checksum
    imports/<id>/                      one approved report: observations.csv, growth.csv,
                                       sources.csv and scopes.csv as in seed_data, report.txt
                                       (the text), import.json (the review as it was approved)
    history.jsonl                      one line an approval or withdrawal, only ever appended to:
                                       sealed, chained, with the checksums of an import's files
    history.head                       the last line, so that lines gone from the end show
    data-folder.json                   the version of all this (`warehouse.data_folder`)

The commit point is the line in history.jsonl, and nothing else: an import's folder is complete and
on the disk before its line is written, a folder that no line approves is never built, and a line
that was cut off (no line end) was never written. Nothing in `imports/` is ever changed or removed.
"""
