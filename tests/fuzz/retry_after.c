/* Retry-After and the dates of HTTP: whatever the bytes, an answer; none that is negative, and a date that is read is
 * read the same without what stands around it. */
#include "source/retry.h"
#include "syntax/scalar/http_date.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t dates[] = { 0, 784111777, 1764331200, INT64_C(253402300799) };
    struct str bytes = { (const char *)data, size };

    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        int64_t ns = -1, again = -1, seconds;
        bool ok = retry_after_parse(bytes, dates[i], &ns);
        if (ok && (ns < 0 || !retry_after_parse(str_trim(bytes), dates[i], &again) || ns != again))
            abort();
        /* Years have four digits, or two. */
        if (http_date_parse(bytes, dates[i], &seconds) &&
            (!ok || seconds < INT64_C(-62167219200) || seconds > INT64_C(253402300800)))
            abort();
    }
    return 0;
}
