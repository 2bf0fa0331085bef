TABLE = "abc"
if __name__ == "__main__":
    with open(__file__, encoding="utf-8") as source:
        text = source.read()
    with open(__file__, "w", encoding="utf-8") as source:
        source.write(text.replace("abc", "abcd"))
