"""Members of alliances by Leeds et al. (2002), with a few made rows in their format."""

from pactbook.record import outside

HEAD = "atopid,member,yrent,yrexit,defense,offense,neutral,nonagg,consul\n"


def test_membership_that_goes_on_ends_with_the_dataset(fetched):
    fetched.put("atop", HEAD + "3180,2,1949,0,1,0,0,0,0\n3285,365,1955,1991,1,0,0,1,1\n")
    frame = outside.atop()
    assert frame[["iso3", "start", "end", "defense"]].values.tolist() == [
        ["USA", 1949, 2018, True],
        ["SUN", 1955, 1991, True],
    ]


def test_a_number_that_went_to_a_successor_is_parted_by_years(fetched):
    fetched.put("atop", HEAD + "1,365,1975,2000,1,0,0,0,0\n")
    assert outside.atop()[["iso3", "start", "end"]].values.tolist() == [["SUN", 1975, 1991], ["RUS", 1992, 2000]]
