/* Calendar, layouts and durations of Go's package time. */
#include "syntax/template/gotime.h"

#include <stdlib.h>

enum { DAY = 86400, DAYS_4_CENTURIES = 146097, LAST_FRACTION = 9 };

static const char *const months[] = { "January", "February", "March",     "April",   "May",      "June",
                                      "July",    "August",   "September", "October", "November", "December" };
static const char *const weekdays[] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
                                        "Thursday", "Friday", "Saturday" };

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

/* What a piece of a layout asks for; the longest that fits counts. */
enum piece {
    LONG_MONTH,
    SHORT_MONTH,
    MONTH,
    MONTH_2,
    LONG_WEEKDAY,
    SHORT_WEEKDAY,
    DAY_1,
    DAY_BLANK,
    DAY_2,
    YEARDAY_BLANK,
    YEARDAY_3,
    HOUR_24,
    HOUR_12,
    HOUR_12_2,
    MINUTE,
    MINUTE_2,
    SECOND,
    SECOND_2,
    YEAR,
    YEAR_2,
    UPPER_PM,
    LOWER_PM,
    ZONE,
    OFFSET_Z,
    OFFSET,
    OFFSET_COLON,
    OFFSET_SECONDS,
    OFFSET_COLON_SECONDS,
    OFFSET_HOUR,
    NO_PIECE,
};

static const struct {
    struct str text;
    enum piece piece;
} pieces[] = {
    { STR_INIT("January"), LONG_MONTH },
    { STR_INIT("Jan"), SHORT_MONTH },
    { STR_INIT("Monday"), LONG_WEEKDAY },
    { STR_INIT("Mon"), SHORT_WEEKDAY },
    { STR_INIT("MST"), ZONE },
    { STR_INIT("01"), MONTH_2 },
    { STR_INIT("002"), YEARDAY_3 },
    { STR_INIT("02"), DAY_2 },
    { STR_INIT("03"), HOUR_12_2 },
    { STR_INIT("04"), MINUTE_2 },
    { STR_INIT("05"), SECOND_2 },
    { STR_INIT("06"), YEAR_2 },
    { STR_INIT("15"), HOUR_24 },
    { STR_INIT("1"), MONTH },
    { STR_INIT("2006"), YEAR },
    { STR_INIT("2"), DAY_1 },
    { STR_INIT("__2"), YEARDAY_BLANK },
    { STR_INIT("_2"), DAY_BLANK },
    { STR_INIT("3"), HOUR_12 },
    { STR_INIT("4"), MINUTE },
    { STR_INIT("5"), SECOND },
    { STR_INIT("PM"), UPPER_PM },
    { STR_INIT("pm"), LOWER_PM },
    { STR_INIT("-070000"), OFFSET_SECONDS },
    { STR_INIT("-07:00:00"), OFFSET_COLON_SECONDS },
    { STR_INIT("-0700"), OFFSET },
    { STR_INIT("-07:00"), OFFSET_COLON },
    { STR_INIT("-07"), OFFSET_HOUR },
    { STR_INIT("Z070000"), OFFSET_Z },
    { STR_INIT("Z07:00:00"), OFFSET_Z },
    { STR_INIT("Z0700"), OFFSET_Z },
    { STR_INIT("Z07:00"), OFFSET_Z },
    { STR_INIT("Z07"), OFFSET_Z },
};

/* The piece at the start of a layout, and how long it is (nextStdChunk). Short names are none inside a word, and
 * an underscore before a year stands for itself. */
static enum piece piece_at(struct str layout, size_t *length)
{
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct str after;
        if (!str_starts(layout, pieces[i].text))
            continue;
        after = str_from(layout, pieces[i].text.len);
        if ((pieces[i].piece == SHORT_MONTH || pieces[i].piece == SHORT_WEEKDAY) && after.len > 0 &&
            after.p[0] >= 'a' && after.p[0] <= 'z')
            continue;
        if (pieces[i].piece == DAY_BLANK && str_starts(after, STR("006")))
            continue;
        *length = pieces[i].text.len;
        return pieces[i].piece;
    }
    return NO_PIECE;
}

/* A fraction .000 or ,999 at the start of a layout: how many digits; 0 when there is none. */
static size_t fraction_at(struct str layout)
{
    size_t n = 0;

    if (layout.len < 2 || (layout.p[0] != '.' && layout.p[0] != ',') ||
        (layout.p[1] != '0' && layout.p[1] != '9'))
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

static void put_piece(struct buf *b, const struct gotime_date *d, enum piece piece)
{
    int hour = d->hour % 12 ? d->hour % 12 : 12;

    switch (piece) {
    case LONG_MONTH:
        buf_put(b, str_c(months[d->month - 1]));
        break;
    case SHORT_MONTH:
        buf_printf(b, "%.3s", months[d->month - 1]);
        break;
    case LONG_WEEKDAY:
        buf_put(b, str_c(weekdays[d->weekday]));
        break;
    case SHORT_WEEKDAY:
        buf_printf(b, "%.3s", weekdays[d->weekday]);
        break;
    case MONTH:
    case MONTH_2:
        buf_printf(b, piece == MONTH ? "%d" : "%02d", d->month);
        break;
    case DAY_1:
        buf_printf(b, "%d", d->day);
        break;
    case DAY_BLANK:
    case DAY_2:
        buf_printf(b, piece == DAY_2 ? "%02d" : "%2d", d->day);
        break;
    case YEARDAY_BLANK:
    case YEARDAY_3:
        buf_printf(b, piece == YEARDAY_3 ? "%03d" : "%3d", d->yearday);
        break;
    case HOUR_24:
        buf_printf(b, "%02d", d->hour);
        break;
    case HOUR_12:
    case HOUR_12_2:
        buf_printf(b, piece == HOUR_12 ? "%d" : "%02d", hour);
        break;
    case MINUTE:
    case MINUTE_2:
        buf_printf(b, piece == MINUTE ? "%d" : "%02d", d->minute);
        break;
    case SECOND:
    case SECOND_2:
        buf_printf(b, piece == SECOND ? "%d" : "%02d", d->second);
        break;
    case YEAR:
        buf_printf(b, d->year < 0 ? "-%04lld" : "%04lld", llabs(d->year));
        break;
    case YEAR_2:
        buf_printf(b, "%02d", d->year < 0 ? 0 : (int)(d->year % 100));
        break;
    case UPPER_PM:
        buf_put(b, d->hour >= 12 ? STR("PM") : STR("AM"));
        break;
    case LOWER_PM:
        buf_put(b, d->hour >= 12 ? STR("pm") : STR("am"));
        break;
    case ZONE:
        buf_put(b, STR("UTC"));
        break;
    case OFFSET_Z:
        buf_char(b, 'Z');
        break;
    case OFFSET:
        buf_put(b, STR("+0000"));
        break;
    case OFFSET_COLON:
        buf_put(b, STR("+00:00"));
        break;
    case OFFSET_SECONDS:
        buf_put(b, STR("+000000"));
        break;
    case OFFSET_COLON_SECONDS:
        buf_put(b, STR("+00:00:00"));
        break;
    case OFFSET_HOUR:
        buf_put(b, STR("+00"));
        break;
    case NO_PIECE:
        break;
    }
}

void gotime_format(struct buf *b, struct template_time t, struct str layout)
{
    struct gotime_date d = gotime_split(t);

    while (layout.len > 0) {
        size_t length = 1, digits = fraction_at(layout);
        enum piece piece = piece_at(layout, &length);
        if (digits > 0) {
            put_fraction(b, layout, digits, t.nanoseconds);
            length = digits + 1;
        } else if (piece != NO_PIECE) {
            put_piece(b, &d, piece);
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
