FROM one:1
LABEL a=z
RUN echo hi >/hi2
