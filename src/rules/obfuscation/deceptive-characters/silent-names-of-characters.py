NAMES = {
    "pop": "‬",
    "lro": "‭",
    "rlo": "‮",
}
