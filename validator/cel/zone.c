/* Offsets of time zones: TZif files (RFC 9636) with the rule at their end for what comes after their last change. */
#include "syntax/cron/zone.h"
#include "cel/time.h"
#include "syntax/scalar/calendar.h"
#include "syntax/scalar/goquote.h"

#include <stdio.h>

enum { LARGEST_FILE = 1 << 20, HEADER = 44, DAY = 86400 };

struct counts {
    size_t isut, isstd, leap, times, types, chars;
};

static int64_t big_endian(const char *p, size_t n)
{
    uint64_t v = (unsigned char)p[0] & 0x80 ? UINT64_MAX : 0;

    for (size_t i = 0; i < n; i++)
        v = v << 8 | (unsigned char)p[i];
    return (int64_t)v;
}

static bool read_header(struct str data, struct counts *c)
{
    if (data.len < HEADER || memcmp(data.p, "TZif", 4) != 0)
        return false;
    c->isut = (size_t)(uint32_t)big_endian(data.p + 20, 4);
    c->isstd = (size_t)(uint32_t)big_endian(data.p + 24, 4);
    c->leap = (size_t)(uint32_t)big_endian(data.p + 28, 4);
    c->times = (size_t)(uint32_t)big_endian(data.p + 32, 4);
    c->types = (size_t)(uint32_t)big_endian(data.p + 36, 4);
    c->chars = (size_t)(uint32_t)big_endian(data.p + 40, 4);
    return c->types > 0 && c->isut + c->isstd + c->leap + c->times + c->types + c->chars < LARGEST_FILE;
}

static size_t body_size(const struct counts *c, size_t width)
{
    return c->times * (width + 1) + c->types * 6 + c->chars + c->leap * (width + 4) + c->isstd + c->isut;
}

/* Of a POSIX rule: "CET-1CEST,M3.5.0,M10.5.0/3". */
struct rule {
    char kind; /* 'M', 'J' or '0' */
    int month, week, day;
    int64_t time;
};

static bool take_number(struct str *s, int64_t *n)
{
    size_t i = 0;

    *n = 0;
    while (i < s->len && s->p[i] >= '0' && s->p[i] <= '9' && i < 6)
        *n = *n * 10 + (s->p[i++] - '0');
    *s = str_from(*s, i);
    return i > 0;
}

static bool take_char(struct str *s, char c)
{
    if (s->len == 0 || s->p[0] != c)
        return false;
    *s = str_from(*s, 1);
    return true;
}

static bool skip_name(struct str *s)
{
    size_t i = 0;

    if (s->len && s->p[0] == '<') {
        i = str_find_char(*s, '>');
        if (i == SIZE_MAX)
            return false;
        i++;
    } else {
        while (i < s->len && ((s->p[i] | 32) >= 'a' && (s->p[i] | 32) <= 'z'))
            i++;
    }
    *s = str_from(*s, i);
    return i >= 3;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool take_time(struct str *s, int64_t *seconds)
{
    bool negative = take_char(s, '-');
    int64_t n, scale = 3600;

    if (!negative)
        take_char(s, '+');
    *seconds = 0;
    do {
        if (!take_number(s, &n))
            return false;
        *seconds += n * scale;
        scale /= 60;
    } while (scale > 0 && take_char(s, ':'));
    if (negative)
        *seconds = -*seconds;
    return true;
}

static bool take_rule(struct str *s, struct rule *r)
{
    int64_t n;

    *r = (struct rule){ .kind = '0', .time = 7200 };
    if (!take_char(s, ','))
        return false;
    if (take_char(s, 'M')) {
        r->kind = 'M';
        if (!take_number(s, &n) || !take_char(s, '.'))
            return false;
        r->month = (int)n;
        if (!take_number(s, &n) || !take_char(s, '.'))
            return false;
        r->week = (int)n;
    } else if (take_char(s, 'J')) {
        r->kind = 'J';
    }
    if (!take_number(s, &n))
        return false;
    r->day = (int)n;
    return !take_char(s, '/') || take_time(s, &r->time);
}

/* The second of a year, in local time, at which a rule holds. */
static int64_t rule_time(const struct rule *r, int64_t year)
{
    int64_t first = calendar_day((struct date){ year, 1, 1 }), day;
    bool leap = calendar_days_in(year, 2) == 29;

    if (r->kind != 'M')
        return (first + r->day - (r->kind == 'J' && !(leap && r->day >= 60))) * DAY + r->time;
    if (r->month < 1 || r->month > 12)
        return first * DAY;
    first = calendar_day((struct date){ year, r->month, 1 });
    day = first + (r->day - (first + 4) % 7 + 14) % 7 + (int64_t)(r->week - 1) * 7;
    while (day >= first + calendar_days_in(year, r->month))
        day -= 7;
    return day * DAY + r->time;
}

/* What the rule at the end of a file says. */
static bool footer_offset(struct str s, int64_t seconds, int64_t *offset)
{
    int64_t standard, summer, year, start, end;
    struct rule from, to;

    if (!skip_name(&s) || !take_time(&s, &standard))
        return false;
    *offset = standard = -standard;
    if (s.len == 0)
        return true;
    summer = standard + 3600;
    if (!skip_name(&s))
        return false;
    if (s.len && s.p[0] != ',') {
        if (!take_time(&s, &summer))
            return false;
        summer = -summer;
    }
    if (!take_rule(&s, &from) || !take_rule(&s, &to))
        return false;
    year = calendar_date(calendar_floor_div(seconds + standard, DAY)).year;
    start = rule_time(&from, year) - standard;
    end = rule_time(&to, year) - summer;
    if (start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end)
        *offset = summer;
    return true;
}

/* The type to use before the first change: the first that is not summer time, as Go chooses. */
static size_t first_type(const char *types, const char *indexes, const struct counts *c)
{
    if (c->times && types[6 * (unsigned char)indexes[0] + 4])
        for (size_t i = (unsigned char)indexes[0]; i-- > 0;)
            if (!types[6 * i + 4])
                return i;
    for (size_t i = 0; i < c->types; i++)
        if (!types[6 * i + 4])
            return i;
    return 0;
}

static bool offset_in(struct str data, const struct counts *c, size_t width, struct str footer, int64_t seconds,
                      int64_t *offset)
{
    const char *times = data.p, *indexes = times + c->times * width, *types = indexes + c->times;
    size_t low = 0, high = c->times, type;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (big_endian(times + mid * width, width) <= seconds)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == c->times && footer.len && footer_offset(footer, seconds, offset))
        return true;
    type = low ? (unsigned char)indexes[low - 1] : first_type(types, indexes, c);
    if (type >= c->types)
        return false;
    *offset = big_endian(types + 6 * type, 4);
    return true;
}

bool cel_zone_data_offset(struct str data, int64_t seconds, int64_t *offset)
{
    struct counts c;
    struct str footer = STR("");
    size_t width = 4, size;

    if (!read_header(data, &c))
        return false;
    size = body_size(&c, 4);
    if (data.p[4] >= '2') {
        if (data.len < HEADER + size || !read_header(data = str_from(data, HEADER + size), &c))
            return false;
        width = 8;
        size = body_size(&c, 8);
        footer = str_trim(str_from(data, HEADER + size));
    }
    if (data.len < HEADER + size)
        return false;
    for (size_t i = 0; i < c.times; i++)
        if ((unsigned char)data.p[HEADER + c.times * width + i] >= c.types)
            return false;
    return offset_in(str_from(data, HEADER), &c, width, footer, seconds, offset);
}

static struct str read_zone(struct arena *a, struct str name)
{
    char path[256], *bytes;
    struct str data = STR("");
    FILE *f;

    snprintf(path, sizeof(path), "/usr/share/zoneinfo/%.*s", STR_ARG(str_slice(name, 0, 200)));
    f = fopen(path, "rb");
    if (!f)
        return data;
    bytes = arena_array(a, 1 << 16, 1);
    data = (struct str){ bytes, fread(bytes, 1, 1 << 16, f) };
    fclose(f);
    return data;
}

static bool written_offset(struct arena *a, struct str zone, size_t colon, int64_t *offset, struct str *error)
{
    struct str parts[2] = { str_slice(zone, 0, colon), str_from(zone, colon + 1) };
    int64_t n[2];

    for (int i = 0; i < 2; i++) {
        enum go_int bad = go_parse_int(parts[i], &n[i]);
        if (bad != GO_INT_OK) {
            *error = go_int_error(a, STR("Atoi"), parts[i], bad);
            return false;
        }
    }
    if (n[0] < -23 || n[0] > 23)
        *error = ARENA_JOIN(a, STR("timezone offset hours out of range [-23, 23]: "), zone);
    else if (n[1] < 0 || n[1] > 59)
        *error = ARENA_JOIN(a, STR("timezone offset minutes out of range [0, 59]: "), zone);
    *offset = zone.p[0] == '-' ? n[0] * 3600 - n[1] * 60 : n[0] * 3600 + n[1] * 60;
    return error->len == 0;
}

bool cel_zone_offset(struct arena *a, struct str zone, int64_t seconds, int64_t *offset, struct str *error)
{
    size_t colon = str_find_char(zone, ':');

    *offset = 0;
    *error = STR("");
    if (zone.len == 0 || str_eq(zone, STR("UTC")))
        return true;
    if (colon != SIZE_MAX)
        return written_offset(a, zone, colon, offset, error);
    if (zone_check(zone, a, error) != ZONE_OK)
        return false;
    return cel_zone_data_offset(read_zone(a, zone), seconds, offset) || str_eq(zone, STR("Local"));
}
