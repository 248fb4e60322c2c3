"""CSV becomes a table of text; every row is either in it or listed."""

from pathlib import Path

import pytest

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.reading import from_text, read_csv
from partner_dashboard.problems import Problem


def test_cells_are_text_and_the_index_is_the_line_in_the_file() -> None:
    table = from_text("x.csv", "id,count\na,007\nb,1.50\n")
    assert table.rows.to_dict("index") == {2: {"id": "a", "count": "007"}, 3: {"id": "b", "count": "1.50"}}
    assert (table.file, table.rows_read, table.problems) == ("x.csv", 2, ())


@pytest.mark.parametrize("word", ["NA", "nan", "NaN", "null", "None", "N/A", "TRUE", "-"])
def test_no_word_is_taken_for_a_missing_value_least_of_all_namibia(word: str) -> None:
    assert from_text("x.csv", f"country_code\n{word}\n").rows["country_code"].tolist() == [word]


@pytest.mark.parametrize(("line", "counted"), [("b", "1 / 2"), ("b,2,", "3 / 2"), ("b,2,3,4", "4 / 2")])
def test_a_row_with_another_number_of_fields_is_listed_and_the_rest_is_read(line: str, counted: str) -> None:
    table = from_text("x.csv", f"id,count\na,1\n{line}\nc,3\n")
    assert table.rows["id"].tolist() == ["a", "c"]
    assert table.problems == (Problem("wrong_field_count", "x.csv", 3, "id", counted, "b"),)
    assert table.rows_read == 3


def test_cells_of_several_lines_leave_the_line_numbers_right() -> None:
    table = from_text("x.csv", 'id,note\na,"one\ntwo\nthree"\nb,\nc\n"d","x\r\ny"\ne,\n')
    assert table.rows.index.tolist() == [2, 5, 7, 9]
    assert table.rows.loc[2, "note"] == "one\ntwo\nthree"
    assert [problem.line for problem in table.problems] == [6]


def test_quotes_separators_and_doubled_quotes_belong_to_the_cell() -> None:
    table = from_text("x.csv", 'name,x\n"Say ""hi"", all; of|you",1\n')
    assert table.rows["name"].tolist() == ['Say "hi", all; of|you']


@pytest.mark.parametrize("text", ['id,x\na,"1\nb,2\n', 'id,x\na,"1"2\nb,2\n'])
def test_a_quote_that_does_not_fit_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        from_text("x.csv", text)
    assert refused.value.values["file"] == "x.csv"
    assert refused.value.values["line"] in (2, 3)


def test_empty_lines_are_no_rows_and_still_count_as_lines() -> None:
    table = from_text("x.csv", "\nid,x\n\na,1\n,\n  ,\t\nb,2\n\n")
    assert (table.rows.index.tolist(), table.rows_read, table.problems) == ([4, 7], 2, ())


def test_white_space_around_cells_and_headings_goes() -> None:
    assert from_text("x.csv", " id , x\n a ,\tb \n").rows.to_dict("records") == [{"id": "a", "x": "b"}]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(ends: str) -> None:
    assert from_text("x.csv", ends.join(["id,x", "a,1", "b,2"])).rows["id"].tolist() == ["a", "b"]


@pytest.mark.parametrize("text", ["", "\n\n", " , ,\n"])
def test_an_empty_file_is_no_table(text: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        from_text("x.csv", text)
    assert refused.value.values == {"file": "x.csv", "line": 1, "reason": "empty"}


def test_a_header_alone_is_a_table_without_rows() -> None:
    table = from_text("x.csv", "id,x\n")
    assert (list(table.rows.columns), len(table.rows), table.rows_read) == (["id", "x"], 0, 0)


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        from_text("x.csv", "id,name,name\na,b,c\n")
    assert refused.value.values == {"file": "x.csv", "line": 1, "reason": "two columns named 'name'"}


def test_a_byte_order_mark_is_not_part_of_the_first_heading(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes("\ufeffid,name\na,Köln\n".encode())
    assert read_csv(file).rows.to_dict("records") == [{"id": "a", "name": "Köln"}]


def test_a_file_that_is_not_utf_8_is_refused_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes("id,name\na,Bonn\nb,Köln\n".encode("latin-1"))
    with pytest.raises(UnreadableFileError) as refused:
        read_csv(file)
    assert refused.value.values == {"file": "x.csv", "line": 3, "reason": "not UTF-8"}


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_csv(tmp_path / "none.csv")
    assert (refused.value.values["file"], refused.value.values["line"]) == ("none.csv", 0)
