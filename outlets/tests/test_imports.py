"""Stores, their partnerships and the programme's corners from files."""

from datetime import date

from idaman.testing.cast import make_partner, make_store
from outlets.models import Chain, Corner, CornerOpening, Store, StoreOpening, StorePartnership
from partners.importing.tests.small_files import causes, counts, kept, reasons, taken, written_to


def test_the_stores_of_past_years_come_in_with_their_corners(db, tmp_path):
    make_partner("PT Ritel")

    def take(code, headings, *rows, **words):
        return taken(code, written_to(tmp_path / f"{code}.csv", headings, *rows), **words)

    assert counts(take("chains", ["Jaringan", "Perusahaan"], ["Indoritel", "PT. Ritel"])) == {"created": 1}
    stores = [["Toko Melayu", "Indoritel", "Melayu", "Tenggarong", ""], ["I-DAMAN Muara Badak", "", "", "", "2019"]]
    told = take("stores", ["Nama toko", "Jaringan", "Desa", "Kecamatan", "Rencana"], *stores)
    assert counts(told) == {"created": 2}, reasons(told)
    own = Store.objects.of_programme().get()
    assert (own.name, own.planned_on) == ("I-DAMAN Muara Badak", date(2019, 1, 1))
    assert Store.objects.get(chain__name="Indoritel").village.name == "Melayu"

    corner = ["Toko Melayu", "Gerai Melayu"]
    assert causes(take("corners", ["Toko", "Nama gerai"], corner)) == [("store", "rule-store")]
    days = ["Toko Melayu", "Indoritel", "Maret 2018", ""]
    assert counts(take("store-partnerships", ["Toko", "Jaringan", "Sejak", "Sampai"], days)) == {"created": 1}
    assert counts(take("corners", ["Toko", "Nama gerai"], corner)) == {"created": 1}
    openings = [
        ["Gerai Melayu", "2018-05-01", "2018-12-31"],
        ["Gerai Melayu", "2018-12-31", ""],
        ["Gerai Melayu", "2017", "2017"],
    ]
    told = take("corner-openings", ["Gerai", "Sejak", "Sampai"], *openings)
    assert causes(told) == [("since", "overlap"), ("since", "rule-starts_on")]
    assert counts(take("store-openings", ["Toko", "Sejak"], ["I-DAMAN Muara Badak", "2020-01"])) == {"created": 1}
    made = (Chain, Store, StorePartnership, StoreOpening, Corner, CornerOpening)
    assert [model.objects.count() for model in made] == [1, 2, 1, 1, 1, 1]
    assert counts(take("stores", ["Nama toko", "Jaringan"], stores[0][:2])) == {"unchanged": 1}
    assert counts(take("chains", ["Jaringan", "Perusahaan"], ["indoritel", "PT Ritel"])) == {"unchanged": 1}


def test_of_two_stores_of_one_name_the_chain_tells_which(db, tmp_path):
    one = make_store("Toko Melayu")
    other = kept(Store(name="Toko Melayu"))
    rows = [["Toko Melayu", "", "2019"], ["Toko Melayu", "Jaringan Uji", "2019"]]
    told = taken("store-partnerships", written_to(tmp_path / "a.csv", ["Toko", "Jaringan", "Sejak"], *rows))
    assert causes(told) == [("store", "store-twice")]
    assert StorePartnership.objects.get().store == one != other
