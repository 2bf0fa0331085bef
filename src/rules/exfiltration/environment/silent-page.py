import os, tempfile, webbrowser
def show(figure):
    page = tempfile.NamedTemporaryFile(suffix=".html", delete=False, dir=os.environ.get("TMPDIR"))
    page.write(figure.render(dict(os.environ)))
    webbrowser.open(page.name)
