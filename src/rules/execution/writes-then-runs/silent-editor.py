import os, subprocess, tempfile
def edit(text):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as out:
        out.write(text)
    subprocess.call([os.environ.get("EDITOR", "vi"), out.name])
    return open(out.name).read()
