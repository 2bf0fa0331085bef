import os, subprocess, tempfile
def shell():
    folder = tempfile.mkdtemp()
    with open(os.path.join(folder, ".zshrc"), "w") as profile:
        profile.write("PS1='build> '\n")
    subprocess.run(["zsh"], env={**os.environ, "ZDOTDIR": folder})
