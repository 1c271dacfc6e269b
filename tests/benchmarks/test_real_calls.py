"""The month whose need comes from the shipped call history."""

from benchmarks.real_calls import real_calls_month


def test_the_need_fills_nine_tenths_of_the_contracts_at_any_size() -> None:
    shares = []
    for people in (60, 300):
        problem = real_calls_month(people)
        contract_minutes = sum(person.weekly_minutes for person in problem.people) * problem.days / 7
        need_minutes = sum(map(sum, problem.demand.required)) * problem.demand.slot_minutes
        shares.append(need_minutes / contract_minutes)
        assert min(map(min, problem.demand.required)) > 0
        assert len(problem.demand.after) == 16
    assert [0.89 < share < 0.901 for share in shares] == [True, True]


def test_the_weekend_of_the_history_is_quiet() -> None:
    problem = real_calls_month(60)
    of_weekday = dict.fromkeys(range(7), 0)
    for day in range(28):
        of_weekday[problem.date_of(day).weekday()] += sum(problem.demand.required[day])
    assert sorted(of_weekday, key=lambda day: of_weekday[day])[:2] == [5, 4]
