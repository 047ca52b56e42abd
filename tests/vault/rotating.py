"""A process of its own that changes the keys, one line for every step, so that a test can kill it."""

import django

if __name__ == "__main__":
    django.setup()
    from doudi.vault import rotation

    rotation.rotate(lambda name, sealed: print(name, sealed, flush=True))
    print("done", flush=True)
