"""A plugin for where everything is at hand: a skipped test is a failure (`-p tests.no_skips`)."""

import pytest

_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note each test that did not run."""
    if report.skipped:
        _skipped.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note each file whose tests did not run."""
    if report.skipped:
        _skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where anything was skipped."""
    if _skipped:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was skipped, where nothing may be."""
    if _skipped:
        terminalreporter.section("skipped where nothing may be", red=True)
        terminalreporter.write_line("\n".join(_skipped))
