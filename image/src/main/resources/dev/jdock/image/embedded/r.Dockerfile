# R with its recommended packages, the tidyverse's most used ones and what compiles others: Debian's.
FROM debian:bookworm AS r
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        littler r-base r-base-dev r-cran-data.table r-cran-dplyr r-cran-ggplot2 r-cran-readr r-cran-tidyr \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin

# R's help and its files are in UTF-8 everywhere then.
ENV LANG=C.UTF-8

# Packages that are installed later on belong to who installs them: the library is for the group.
RUN useradd --create-home --uid 1000 --shell /bin/bash --groups staff analyst \
    && install -d -o analyst -g analyst /work
USER analyst
WORKDIR /work
CMD ["R"]
LABEL io.jdock.recipe=r
