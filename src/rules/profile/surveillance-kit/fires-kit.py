import os
import cv2
import pyautogui
from pynput.keyboard import Listener

def keys(note):
    Listener(on_press=note).start()  # fires: call

def look():
    return pyautogui.screenshot(), cv2.VideoCapture(0).read()
