def test_a_school_is_made_and_its_head_is_invited(house, browser) -> None:
    house.command(
        "school", "create", "--name", "Oak School", "--slug", "oak", "--head-name", "Hana Head",
        "--head-email", "hana@oak.example",
    )  # fmt: skip
    link = house.link_in(house.mail_to("hana@oak.example", "invited"))
    page = browser.new_page()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Hello, Hana"
    page.screenshot(path="/tmp/home.png", full_page=True)
