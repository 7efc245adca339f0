from tests.matching.builders import problem
def test_x():
    problem()
