# evades: NOT COVERED
from pynput.keyboard import Listener

def keys(note):
    Listener(on_press=note).start()
