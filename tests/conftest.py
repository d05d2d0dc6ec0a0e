"""What every test has: its database and the cast."""

pytest_plugins = ["tests.fixtures_people", "tests.fixtures_outbox", "tests.browser.fixtures"]
