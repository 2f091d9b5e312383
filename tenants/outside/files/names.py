"""What a file is called on the page: a label, of which no path and no key is ever made."""

import unicodedata

LONGEST = 100


def extension_of(name: str) -> str:
    _, dot, extension = name.strip().rpartition(".")
    return extension.lower() if dot else ""


def display_name(name: str, extension: str) -> str:
    """The name a person gave without folders, invisible or turning letters, and with its true ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(" " if letter.isspace() else letter for letter in last if shows(letter))
    stem = " ".join(visible.split())
    if "." in stem:
        stem = stem.rpartition(".")[0]
    return f"{stem[:LONGEST].strip(' .') or 'file'}.{extension}"


def shows(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf", "Co", "Cs", "Cn"}
