/* Calendar, layouts and durations of Go's package time. */
#include "syntax/template/gotime.h"

#include <stdlib.h>

enum { DAY = 86400, DAYS_4_CENTURIES = 146097, LAST_FRACTION = 9 };

static const char *const months[] = { "January", "February", "March",     "April",   "May",      "June",
                                      "July",    "August",   "September", "October", "November", "December" };
static const char *const weekdays[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in(int month, int64_t year)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && is_leap(year));
}

struct gotime_date gotime_split(struct template_time t)
{
    int64_t days = floor_div(t.seconds, DAY), rest = t.seconds - days * DAY;
    int64_t era = floor_div(days, DAYS_4_CENTURIES), day = days - era * DAYS_4_CENTURIES;
    int64_t centuries = day / 36524 - day / 146096, fours, years;
    struct gotime_date d = { .month = 1 };

    d.weekday = (int)(((days % 7) + 8) % 7); /* the first day was a Monday */
    day -= centuries * 36524;
    fours = day / 1461;
    day -= fours * 1461;
    years = day / 365 - day / 1460;
    day -= years * 365;
    d.year = 1 + 400 * era + 100 * centuries + 4 * fours + years;
    d.yearday = (int)day + 1;
    for (; day >= days_in(d.month, d.year); d.month++)
        day -= days_in(d.month, d.year);
    d.day = (int)day + 1;
    d.hour = (int)(rest / 3600);
    d.minute = (int)(rest / 60 % 60);
    d.second = (int)(rest % 60);
    return d;
}

/* What a piece of a layout stands for. */
enum part {
    FIXED,
    MONTH_NAME,
    WEEKDAY_NAME,
    YEAR,
    YEAR_2,
    MONTH,
    DAY_OF_MONTH,
    YEARDAY,
    HOUR,
    HOUR_12,
    MINUTE,
    SECOND,
    HALF
};

/* Longer pieces stand before those they begin with. */
static const struct piece {
    struct str text;
    enum part part;
    int width;        /* of a number, filled with zeros; of a name, cut */
    bool blank;       /* filled with blanks instead */
    struct str fixed; /* FIXED: what it becomes in UTC; HALF: before noon and after */
} pieces[] = {
    { STR_INIT("January"), MONTH_NAME, 9, false, STR_INIT("") },
    { STR_INIT("Jan"), MONTH_NAME, 3, false, STR_INIT("") },
    { STR_INIT("Monday"), WEEKDAY_NAME, 9, false, STR_INIT("") },
    { STR_INIT("Mon"), WEEKDAY_NAME, 3, false, STR_INIT("") },
    { STR_INIT("MST"), FIXED, 0, false, STR_INIT("UTC") },
    { STR_INIT("01"), MONTH, 2, false, STR_INIT("") },
    { STR_INIT("002"), YEARDAY, 3, false, STR_INIT("") },
    { STR_INIT("02"), DAY_OF_MONTH, 2, false, STR_INIT("") },
    { STR_INIT("03"), HOUR_12, 2, false, STR_INIT("") },
    { STR_INIT("04"), MINUTE, 2, false, STR_INIT("") },
    { STR_INIT("05"), SECOND, 2, false, STR_INIT("") },
    { STR_INIT("06"), YEAR_2, 2, false, STR_INIT("") },
    { STR_INIT("15"), HOUR, 2, false, STR_INIT("") },
    { STR_INIT("1"), MONTH, 1, false, STR_INIT("") },
    { STR_INIT("2006"), YEAR, 4, false, STR_INIT("") },
    { STR_INIT("2"), DAY_OF_MONTH, 1, false, STR_INIT("") },
    { STR_INIT("__2"), YEARDAY, 3, true, STR_INIT("") },
    { STR_INIT("_2"), DAY_OF_MONTH, 2, true, STR_INIT("") },
    { STR_INIT("3"), HOUR_12, 1, false, STR_INIT("") },
    { STR_INIT("4"), MINUTE, 1, false, STR_INIT("") },
    { STR_INIT("5"), SECOND, 1, false, STR_INIT("") },
    { STR_INIT("PM"), HALF, 0, false, STR_INIT("AMPM") },
    { STR_INIT("pm"), HALF, 0, false, STR_INIT("ampm") },
    { STR_INIT("-070000"), FIXED, 0, false, STR_INIT("+000000") },
    { STR_INIT("-07:00:00"), FIXED, 0, false, STR_INIT("+00:00:00") },
    { STR_INIT("-0700"), FIXED, 0, false, STR_INIT("+0000") },
    { STR_INIT("-07:00"), FIXED, 0, false, STR_INIT("+00:00") },
    { STR_INIT("-07"), FIXED, 0, false, STR_INIT("+00") },
    { STR_INIT("Z070000"), FIXED, 0, false, STR_INIT("Z") },
    { STR_INIT("Z07:00:00"), FIXED, 0, false, STR_INIT("Z") },
    { STR_INIT("Z0700"), FIXED, 0, false, STR_INIT("Z") },
    { STR_INIT("Z07:00"), FIXED, 0, false, STR_INIT("Z") },
    { STR_INIT("Z07"), FIXED, 0, false, STR_INIT("Z") },
};

static bool is_lower(struct str s)
{
    return s.len > 0 && s.p[0] >= 'a' && s.p[0] <= 'z';
}

/* The piece at the start of a layout, or NULL (nextStdChunk). Short names are none inside a word, and an
 * underscore before a year stands for itself. */
static const struct piece *piece_at(struct str layout)
{
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        const struct piece *p = &pieces[i];
        struct str after;
        if (!str_starts(layout, p->text))
            continue;
        after = str_from(layout, p->text.len);
        if ((p->part == MONTH_NAME || p->part == WEEKDAY_NAME) && p->width == 3 && is_lower(after))
            continue;
        if (p->part == DAY_OF_MONTH && p->blank && str_starts(after, STR("006")))
            continue;
        return p;
    }
    return NULL;
}

/* A fraction .000 or ,999 at the start of a layout: how many digits; 0 when there is none. */
static size_t fraction_at(struct str layout)
{
    size_t n = 0;

    if (layout.len < 2 || (layout.p[0] != '.' && layout.p[0] != ',') || (layout.p[1] != '0' && layout.p[1] != '9'))
        return 0;
    while (n + 1 < layout.len && layout.p[n + 1] == layout.p[1])
        n++;
    if (n + 1 < layout.len && layout.p[n + 1] >= '0' && layout.p[n + 1] <= '9')
        return 0;
    return n;
}

/* Nanoseconds as a fraction of so many digits; with nines, trailing zeros are left out. */
static void put_fraction(struct buf *b, struct str layout, size_t digits, int32_t nanoseconds)
{
    char text[16];
    struct str shown = { text, digits > LAST_FRACTION ? LAST_FRACTION : digits };

    for (int i = LAST_FRACTION - 1; i >= 0; i--, nanoseconds /= 10)
        text[i] = (char)('0' + nanoseconds % 10);
    if (layout.p[1] == '9')
        while (shown.len > 0 && shown.p[shown.len - 1] == '0')
            shown.len--;
    if (shown.len == 0)
        return;
    buf_char(b, layout.p[0]);
    buf_put(b, shown);
}

static int64_t part_of(const struct gotime_date *d, enum part part)
{
    switch (part) {
    case YEAR:
        return d->year;
    case YEAR_2:
        return llabs(d->year % 100);
    case MONTH:
        return d->month;
    case DAY_OF_MONTH:
        return d->day;
    case YEARDAY:
        return d->yearday;
    case HOUR:
        return d->hour;
    case HOUR_12:
        return d->hour % 12 ? d->hour % 12 : 12;
    case MINUTE:
        return d->minute;
    default:
        return d->second;
    }
}

static void put_piece(struct buf *b, const struct gotime_date *d, const struct piece *p)
{
    long long number;

    if (p->part == FIXED) {
        buf_put(b, p->fixed);
    } else if (p->part == HALF) {
        buf_put(b, d->hour >= 12 ? str_from(p->fixed, 2) : str_slice(p->fixed, 0, 2));
    } else if (p->part == MONTH_NAME) {
        buf_printf(b, "%.*s", p->width, months[d->month - 1]);
    } else if (p->part == WEEKDAY_NAME) {
        buf_printf(b, "%.*s", p->width, weekdays[d->weekday]);
    } else {
        number = part_of(d, p->part);
        if (number < 0)
            buf_char(b, '-');
        if (p->blank)
            buf_printf(b, "%*lld", p->width, number);
        else
            buf_printf(b, "%0*lld", p->width, llabs(number));
    }
}

void gotime_format(struct buf *b, struct template_time t, struct str layout)
{
    struct gotime_date d = gotime_split(t);

    while (layout.len > 0) {
        size_t length = 1, digits = fraction_at(layout);
        const struct piece *piece = piece_at(layout);
        if (digits > 0) {
            put_fraction(b, layout, digits, t.nanoseconds);
            length = digits + 1;
        } else if (piece) {
            put_piece(b, &d, piece);
            length = piece->text.len;
        } else {
            buf_char(b, layout.p[0]);
        }
        layout = str_from(layout, length);
    }
}

struct str gotime_string(struct arena *a, struct template_time t)
{
    struct buf b = { 0 };
    struct str text;

    gotime_format(&b, t, STR("2006-01-02 15:04:05.999999999 -0700 MST"));
    text = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return text;
}

/* A number of units with the fraction that is left, without trailing zeros. */
static void put_units(struct buf *b, uint64_t n, unsigned places, const char *unit)
{
    uint64_t one = 1, rest;

    for (unsigned i = 0; i < places; i++)
        one *= 10;
    buf_printf(b, "%llu", (unsigned long long)(n / one));
    rest = n % one;
    for (; rest && rest % 10 == 0; rest /= 10)
        places--;
    if (rest)
        buf_printf(b, ".%0*llu", (int)places, (unsigned long long)rest);
    buf_printf(b, "%s", unit);
}

void gotime_duration(struct buf *b, int64_t nanoseconds)
{
    const uint64_t minute = UINT64_C(60000000000);
    uint64_t u = nanoseconds < 0 ? 0 - (uint64_t)nanoseconds : (uint64_t)nanoseconds;

    if (nanoseconds < 0)
        buf_char(b, '-');
    if (u == 0)
        buf_put(b, STR("0s"));
    else if (u < 1000)
        put_units(b, u, 0, "ns");
    else if (u < 1000000)
        put_units(b, u, 3, "\u00b5s");
    else if (u < 1000000000)
        put_units(b, u, 6, "ms");
    if (u < 1000000000)
        return;
    if (u >= 60 * minute)
        buf_printf(b, "%lluh", (unsigned long long)(u / (60 * minute)));
    if (u >= minute)
        buf_printf(b, "%llum", (unsigned long long)(u / minute % 60));
    put_units(b, u % minute, 9, "s");
}
