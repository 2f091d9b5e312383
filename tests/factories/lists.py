"""Lists of staff as schools export them."""

HEADER = "Name,Work e-mail,Job title,Department,Line manager's e-mail,MIS number"


def make_list(*rows: str, header: str = HEADER) -> str:
    return "\r\n".join([header, *rows, ""])


def make_long_list(people: int) -> str:
    """Everybody but the first reports to the person before them by ten."""
    return make_list(
        *(
            f"Teacher {number},teacher{number}@school.example,Teacher,Department {number % 7},"
            f"{f'teacher{number - number % 10}@school.example' if number % 10 else ''},M{number}"
            for number in range(people)
        )
    )
