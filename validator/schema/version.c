#include "schema/version.h"

#include "schema/mainline.h"

enum {
    SECONDS = 24 * 60 * 60,
    SHORTEST_COMMIT = 7,
    STORED_DIGITS = 12,
    LONGEST_COMMIT = 40,
    TAGS_BEGIN = 17556, /* 2018-01-25 */
};

/* Days since 1970-01-01 of a date of the Gregorian calendar; years are counted from March, so that the leap
 * day comes last. */
static int32_t day_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int days_before_month = (153 * ((month + 9) % 12) + 2) / 5;

    return y * 365 + y / 4 - y / 100 + y / 400 + days_before_month + day - 1 - 719468;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && is_leap(year));
}

struct str version_date(int32_t day, struct arena *a)
{
    int year = 1970, month = 1;

    while (day >= day_of(year + 1, 1, 1))
        year++;
    while (month < 12 && day >= day_of(year, month + 1, 1))
        month++;
    return arena_printf(a, "%04d-%02d-%02d", year, month, (int)(day - day_of(year, month, 1)) + 1);
}

int32_t version_day_of(uint32_t position)
{
    return (int32_t)(mainline[position].time / SECONDS);
}

struct str version_tag(uint32_t position, struct arena *a)
{
    struct str date = version_date(version_day_of(position), a);

    return arena_printf(a, "v%.4s%.2s%.2s-%07llx", date.p, date.p + 5, date.p + 8,
                        (unsigned long long)(mainline[position].commit >> 4 * (STORED_DIGITS - SHORTEST_COMMIT)));
}

static bool is_hex(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return s.len != 0;
}

static bool is_commit(struct str s)
{
    return is_hex(s) && s.len >= SHORTEST_COMMIT && s.len <= LONGEST_COMMIT;
}

/* The first 12 digits as a number; missing ones are 0. */
static uint64_t commit_bits(struct str digits)
{
    uint64_t v = 0;

    for (size_t i = 0; i < STORED_DIGITS; i++) {
        char c = i < digits.len ? digits.p[i] : '0';
        v = v << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return v;
}

bool version_position(struct str commit, uint32_t *position)
{
    uint64_t first = is_commit(commit) ? commit_bits(commit) : 0, rest;
    size_t low = 0, high = mainline_count;

    if (!is_commit(commit))
        return false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (mainline[mainline_by_commit[middle]].commit < first)
            low = middle + 1;
        else
            high = middle;
    }
    rest = commit.len < STORED_DIGITS ? ((uint64_t)1 << 4 * (STORED_DIGITS - commit.len)) - 1 : 0;
    if (low == mainline_count || mainline[mainline_by_commit[low]].commit > first + rest)
        return false;
    if (low + 1 < mainline_count && mainline[mainline_by_commit[low + 1]].commit <= first + rest)
        return false;
    *position = mainline_by_commit[low];
    return true;
}

/* How many commits are earlier than this time. */
static uint32_t count_before(int64_t time)
{
    uint32_t low = 0, high = mainline_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (mainline[middle].time < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct version version_newest(void)
{
    uint32_t last = mainline_count - 1;

    return (struct version){
        .text = STR("latest"),
        .day = version_day_of(last),
        .earliest = last,
        .latest = last,
        .era = VERSION_PROW,
        .known = true,
    };
}

static void place_at(struct version *v, uint32_t position)
{
    v->earliest = v->latest = position;
    v->known = true;
    v->era = position < mainline_moved ? VERSION_TEST_INFRA : VERSION_PROW;
}

/* The state at the beginning of the day is the earliest it can be, that at its end the latest. */
static void place_by_day(struct version *v)
{
    uint32_t before = count_before((int64_t)v->day * SECONDS);
    uint32_t upto = count_before(((int64_t)v->day + 1) * SECONDS);

    v->earliest = before ? before - 1 : 0;
    v->latest = upto ? upto - 1 : 0;
    v->newer = v->day > version_day_of(mainline_count - 1);
    v->era = v->day < version_day_of(mainline_moved) ? VERSION_TEST_INFRA : VERSION_PROW;
}

static struct str quote(struct arena *a, struct str s)
{
    return ARENA_JOIN(a, STR("\""), s, STR("\""));
}

static bool refuse(struct str *error, struct str text)
{
    *error = text;
    return false;
}

static bool refuse_form(struct str text, struct arena *a, struct str *error)
{
    return refuse(error, ARENA_JOIN(a, quote(a, text),
                                    STR(" is no version of Prow: they read vYYYYMMDD-COMMIT, as in "
                                        "v20190122-e707848")));
}

static bool refuse_old(struct str text, struct arena *a, struct str *error)
{
    return refuse(error, ARENA_JOIN(a, quote(a, text),
                                    STR(" is a version of before 2018-01-25, when each component counted by itself; "
                                        "only those of the form vYYYYMMDD-COMMIT are known")));
}

static bool number(struct str s, int *value)
{
    *value = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *value = *value * 10 + (s.p[i] - '0');
    }
    return s.len != 0;
}

/* The day of eight digits; false when the calendar has no such day. */
static bool read_day(struct str digits, int32_t *day)
{
    int year, month, d;

    if (digits.len != 8 || !number(str_slice(digits, 0, 4), &year) || !number(str_slice(digits, 4, 6), &month) ||
        !number(str_slice(digits, 6, 8), &d))
        return false;
    if (year < 1970 || month < 1 || month > 12 || d < 1 || d > days_in(year, month))
        return false;
    *day = day_of(year, month, d);
    return true;
}

/* A tag says the day of its commit, or of some days later. */
static bool read_tag(struct version *v, struct arena *a, struct str *error)
{
    struct str date, commit;
    uint32_t position;

    if (!str_cut(str_from(v->text, 1), '-', &date, &commit) || date.len != 8 || !is_commit(commit) ||
        commit.len > STORED_DIGITS)
        return refuse_form(v->text, a, error);
    if (!read_day(date, &v->day))
        return refuse(error, ARENA_JOIN(a, quote(a, v->text), STR(" names a day that does not exist")));
    if (!version_position(commit, &position)) {
        if (v->day < TAGS_BEGIN)
            return refuse_old(v->text, a, error);
        place_by_day(v);
        return true;
    }
    place_at(v, position);
    if (v->day >= version_day_of(position))
        return true;
    return refuse(error, ARENA_JOIN(a, quote(a, v->text), STR(" can not be right: commit "), commit, STR(" is of "),
                                    version_date(version_day_of(position), a)));
}

static bool read_commit(struct version *v, struct arena *a, struct str *error)
{
    uint32_t position;

    if (version_position(v->text, &position)) {
        v->day = version_day_of(position);
        place_at(v, position);
        return true;
    }
    return refuse(error, ARENA_JOIN(a, STR("commit "), v->text, STR(" is not on Prow's main line as known up to "),
                                    version_date(version_day_of(mainline_count - 1), a),
                                    STR("; write vYYYYMMDD-COMMIT, so that its day can tell what it knows")));
}

/* The tag of registry/path/name:tag@digest; s itself where it is no image. */
static bool tag_of(struct str s, struct str *tag)
{
    size_t slash = str_rfind_char(s, '/');
    struct str name, digest;

    str_cut(str_from(s, slash == SIZE_MAX ? 0 : slash + 1), '@', &name, &digest);
    if (str_cut(name, ':', &digest, tag))
        return true;
    *tag = s;
    return slash == SIZE_MAX && name.len == s.len;
}

/* "0.181": digits and dots, at least one of each. */
static bool is_old(struct str s)
{
    size_t digits = 0, dots = 0;

    for (size_t i = 0; i < s.len; i++) {
        digits += s.p[i] >= '0' && s.p[i] <= '9';
        dots += s.p[i] == '.';
    }
    return digits && dots && digits + dots == s.len;
}

bool version_parse(struct str text, struct version *v, struct arena *a, struct str *error)
{
    struct str tag;

    *v = (struct version){ 0 };
    if (!tag_of(text, &tag))
        return refuse(error, ARENA_JOIN(a, STR("image "), quote(a, text), STR(" has no tag to tell its version by")));
    if (str_eq(tag, STR("latest"))) {
        *v = version_newest();
        v->text = tag;
        return true;
    }
    v->text = tag;
    if (is_old(str_trim_prefix(tag, STR("v"))))
        return refuse_old(tag, a, error);
    if (str_starts(tag, STR("v")))
        return read_tag(v, a, error);
    return is_commit(tag) ? read_commit(v, a, error) : refuse_form(tag, a, error);
}

int version_compare(const struct version *a, const struct version *b)
{
    if (a->earliest != b->earliest)
        return a->earliest < b->earliest ? -1 : 1;
    if (a->latest != b->latest)
        return a->latest < b->latest ? -1 : 1;
    return a->day < b->day ? -1 : a->day > b->day;
}

enum share version_has(const struct version *v, uint32_t since, uint32_t until)
{
    if (since <= v->earliest && v->latest < until)
        return SHARE_ALL;
    return v->latest < since || until <= v->earliest ? SHARE_NONE : SHARE_SOME;
}

enum share window_has(const struct window *w, uint32_t since, uint32_t until)
{
    enum share all = w->count ? version_has(&w->versions[0], since, until) : SHARE_SOME;

    for (size_t i = 1; i < w->count; i++)
        if (version_has(&w->versions[i], since, until) != all)
            all = SHARE_SOME;
    return all;
}
