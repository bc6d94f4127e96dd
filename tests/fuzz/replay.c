/* replay: runs a fuzzer over every file of its kept corpus, without libFuzzer. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *folder, const char *name)
{
    static uint8_t bytes[1 << 20];
    char path[4096];
    size_t n;
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "rb");
    if (!f)
        return 0;
    n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    LLVMFuzzerTestOneInput(bytes, n);
    return 1;
}

int main(int argc, char **argv)
{
    DIR *d = argc > 1 ? opendir(argv[1]) : NULL;
    int n = 0;

    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (struct dirent *e; d && (e = readdir(d));)
        n += e->d_name[0] != '.' && replay(argv[1], e->d_name);
    if (d)
        closedir(d);
    printf("%d passed, %d failed\n", n, n == 0);
    return n == 0;
}
