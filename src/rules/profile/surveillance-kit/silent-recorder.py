import cv2
import sounddevice

def record():
    return cv2.VideoCapture(0).read(), sounddevice.rec(100)
