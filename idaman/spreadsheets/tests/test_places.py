"""Villages as offices write them: the same name is taken, a near one is proposed, another regency is one cause."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idaman.places import Places
from idaman.spreadsheets.meanings import Faulty, Place


@pytest.fixture
def places(db):
    return Places()


def fault(places, *named) -> Faulty:
    with pytest.raises(Faulty) as refused:
        places.find(*named)
    return refused.value


@pytest.mark.parametrize(
    "village, district, code",
    [
        ("Loa Kulu Kota", "Loa Kulu", "64.02.02.2004"),
        ("Ds. Loa Kulu Kota", "Kec. Loa Kulu", "64.02.02.2004"),
        ("KELURAHAN MELAYU", "KECAMATAN TENGGARONG", "64.02.06.1005"),
        ("kel.  loa   ipuh", "TENGGARONG", "64.02.06.1002"),
        ("LOAKULUKOTA", "Loakulu", "64.02.02.2004"),
        ("Muarabadak Ulu", "Muarabadak", "64.02.05.2003"),
        ("Embalut", "TENGGARONGSEBERANG", "64.02.16.2003"),
        ("Sanga sanga Muara", "SANGASANGA", "64.02.15.1005"),
        ("Jawa", "Sanga2", "64.02.15.1001"),
        ("Batu Batu", "Ma. Badak", "64.02.05.2011"),
        ("Embalut", None, "64.02.16.2003"),
        ("Embalut", "-", "64.02.16.2003"),
        ("Embalut", "Kab. Kutai Kartanegara", "64.02.16.2003"),
        ("Melayu", "Tenggarong, Kab. Kutai Kartanegara", "64.02.06.1005"),
        ("Teluk Dalam", "Muara Jawa", "64.02.14.1004"),
        ("Teluk Dalam", "Tenggarong Seberang", "64.02.16.2013"),
        ("Teluk Dalam, Muara Jawa", None, "64.02.14.1004"),
        ("Desa Perian Kec. Muara Muntai", None, "64.02.01.2001"),
        ("Anggana", "Anggana", "64.02.04.2005"),
        ("Tj. Limau", "Muara Badak", "64.02.05.2005"),
    ],
)
def test_a_village_is_found_whatever_its_case_spaces_and_kind(places, village, district, code):
    assert places.find(village, district).kemendagri_code == code


@pytest.mark.parametrize(
    "village, district, cause, proposals",
    [
        ("Embalud", "Tenggarong Seberang", "village-unknown", ("Embalut, Tenggarong Seberang",)),
        ("Embalud", None, "village-unknown", ("Embalut, Tenggarong Seberang",)),
        ("Embalut", "Tenggarong Sebrang", "district-unknown", ("Tenggarong Seberang", "Tenggarong")),
        ("Teluk Dalam", None, "village-twice", ("Teluk Dalam, Muara Jawa", "Teluk Dalam, Tenggarong Seberang")),
        ("Sungai Merdeka", "Samboja", "village-elsewhere", ("Sungai Merdeka, Samboja Barat",)),
        ("Embalut", "Kembang Jangut", "district-unknown", ("Kembang Janggut",)),
        ("Jonggon", "Loa Kulu", "village-unknown", ("Jonggon Desa, Loa Kulu", "Jonggon Jaya, Loa Kulu")),
        ("Separi Mahakam", "Tenggarong Seberang", "village-unknown", ("Separi, Tenggarong Seberang",)),
        ("Batu Batuu", None, "village-unknown", ("Batu-Batu, Muara Badak",)),
        ("Manggar Baru", "Kalimantan Timur", "village-unknown", ()),
        ("Balikpapn", None, "outside", ()),
        ("", "Samboja", "village-missing", ()),
        (None, None, "village-missing", ()),
        ("Xyzzy", "Samboja", "village-unknown", ()),
        ("Damai", "Balikpapan Selatan", "outside", ()),
        ("Damai", "BALOKPAPAN TENGAH", "outside", ()),
        ("Damai", "Kota Samarinda", "outside", ()),
        ("Sidodadi", "Samarinda Ulu", "outside", ()),
        ("Sepaku", "Penajam Paser Utara", "outside", ()),
        ("Balikpapan", None, "outside", ()),
        ("", "Balikpapan Kota", "outside", ()),
        ("Cipedak", "Jagakarsa", "outside", ()),
    ],
)
def test_what_is_not_the_name_is_proposed_or_refused_with_its_cause(places, village, district, cause, proposals):
    told = fault(places, village, district)
    assert (told.cause, told.proposals) == (cause, proposals)
    for one in proposals if cause != "district-unknown" else ():
        assert places.find(one)


def test_every_village_is_found_by_its_name_and_district_in_any_shape(places):
    for village in places.ours:
        if village.level == village.Level.VILLAGE:
            for shape in (str.upper, str.lower, lambda text: text.replace(" ", ""), lambda text: f"Desa {text}"):
                assert places.find(shape(village.name), shape(village.parent.name)) == village
            assert places.find(f"{village.name}, {village.parent.name}") == village


def test_two_columns_of_a_file_are_one_place(places):
    villages = ["Embalut", "Embalud", None, "Damai", None, "Embalut"]
    districts = ["Tenggarong Seberang", "Tgr Sbrang", None, "Balikpapan", "Samboja", "Tenggarong Seberang"]
    values, faults = Place(places=places).read_all(villages, districts)
    embalut = places.find("Embalut")
    assert values == [embalut, None, None, None, None, embalut]
    assert {place: one.cause for place, one in faults.items()} == {1: "district-unknown", 3: "outside", 4: "village-missing"}


def test_what_was_said_of_villages_and_districts_counts(places):
    embalut = places.find("Embalut")
    said = {"Embalud": "Embalut, Tenggarong Seberang", "Xyzzy": ""}
    meaning = Place(places=places, said=said, said_districts={"Tgr Sbrang": "Tenggarong Seberang"}, takes_outside=True)
    villages = ["Embalud", "Embalut", "Xyzzy", "Damai"]
    values, faults = meaning.read_all(villages, [None, "Tgr Sbrang", "Samboja", "Balikpapan Utara"])
    assert (values, faults) == ([embalut, embalut, None, None], {})
    assert meaning.read(meaning.written(embalut)) == embalut
    assert meaning.remark("Embalut") and not meaning.remark("Embalut", "Tenggarong Seberang")


@pytest.mark.parametrize(
    "village, district, option, spelt, decision",
    [
        ("Embalut", "Tgr Sbrang", "said_districts", "Tgr Sbrang", "Tenggarong Seberang"),
        ("Damai", "Balikpapan Utara", "said_districts", "Balikpapan Utara", ""),
        ("Embalud", "Tenggarong Seberang", "said", "Embalud, Tenggarong Seberang", "Embalut, Tenggarong Seberang"),
        ("Teluk Dalam", None, "said", "Teluk Dalam", "Teluk Dalam, Muara Jawa"),
        (None, "Samboja", "said", ", Samboja", "Wonotirto, Samboja"),
    ],
)
def test_one_decision_settles_a_fault_for_every_row_that_has_it(places, village, district, option, spelt, decision):
    meaning = Place(places=places)
    assert meaning.decided_by(meaning.attempt_pair(village, district), village, district) == (option, spelt)
    if decision:
        assert Place(places=places, **{option: {spelt: decision}}).read(village, district)


cells = st.one_of(st.none(), st.integers(), st.text(), st.text(" ,.KecDsaBlikpnTgr0-/", max_size=30))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cells, cells)
def test_whatever_is_written_is_a_village_nothing_or_a_fault(places, village, district):
    found = Place(places=places).attempt_pair(village, district)
    if isinstance(found, Faulty):
        assert found.sentence and all(len(one) < 200 for one in (found.sentence, *found.proposals))
    else:
        assert found is None or Place(places=places).read(f"{found.name}, {found.parent.name}") == found


def test_loading_asks_for_the_places_of_today_and_for_the_former_ones(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        places = Places()
        places.find("Embalut", "Tenggarong Seberang")
        fault(places, "Embalud", None)
