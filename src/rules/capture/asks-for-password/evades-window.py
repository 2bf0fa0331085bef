# evades: NOT COVERED
import tkinter.simpledialog

def ask():
    return tkinter.simpledialog.askstring("Password", "Password", show="*")
