/* version: which state of Prow a deployed version is (facts: prow/deployed-versions.md), and what a set of
 * them knows. A field or check holds from one commit of the main line on, up to another. A version whose
 * commit is not on the list is known by its day only: it may be any state of that day, and what the day
 * decides can't be told. */
#ifndef SCHEMA_VERSION_H
#define SCHEMA_VERSION_H

#include "base/arena.h"

/* For what has no end, as a position. */
#define VERSION_NEVER UINT32_MAX

enum version_era { VERSION_TEST_INFRA, VERSION_PROW };

struct version {
    struct str text;           /* the tag or commit as it was written, without the image; a slice of the input */
    int32_t day;               /* of the tag, else of the commit: days since 1970-01-01, UTC */
    uint32_t earliest, latest; /* positions on the main line it may have; equal where it is known */
    enum version_era era;      /* where its commit is looked for */
    bool known;                /* its commit is on the main line */
    bool newer;                /* later than all that is known: taken for the newest */
    struct str component;      /* who runs it, where the caller knows: "hook"; empty after version_parse */
};

/* Reads vYYYYMMDD-COMMIT (7 to 12 digits), a commit alone (7 to 40 digits), "latest" for the newest known, or
 * an image with one of these as its tag. What it can not place is an error that says what to write instead,
 * in the arena. */
bool version_parse(struct str text, struct version *v, struct arena *a, struct str *error);

/* The newest one known. */
struct version version_newest(void);

/* Which one is earlier: <0, 0, >0. On one day the main line decides; one that is only known by that day comes
 * before all commits of the day. */
int version_compare(const struct version *a, const struct version *b);

/* Position of the one commit that begins with these hexadecimal digits, at least 7; false when there is none,
 * or more than one. */
bool version_position(struct str commit, uint32_t *position);

/* "v20190122-f1358bc" for a position, in the arena. */
struct str version_tag(uint32_t position, struct arena *a);

/* "2019-01-22" for a day, in the arena. */
struct str version_date(int32_t day, struct arena *a);
int32_t version_day_of(uint32_t position);

/* How much of something has what is asked for. */
enum share {
    SHARE_NONE,
    SHARE_SOME, /* some do and some do not, or it can't be told */
    SHARE_ALL,
};

/* Whether v has what the main line has from position since on, up to (without) position until. SHARE_SOME: v
 * is known by its day only, and that day decides. */
enum share version_has(const struct version *v, uint32_t since, uint32_t until);

/* The versions that run now; config has to suit each. */
struct window {
    const struct version *versions;
    size_t count;
};

/* The same for all versions of a window. One without versions is SHARE_SOME: nobody knows. */
enum share window_has(const struct window *w, uint32_t since, uint32_t until);

#endif
