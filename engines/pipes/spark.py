"""Repairs files of JSON Lines on Spark: spark-submit spark.py IN OUT [FLAGS ...]

Each partition goes through a process of its own. If one ends with an error its
task fails, and Spark tries it again; OUT/_SUCCESS is there when all is done.
"""

import os
import shlex
import sys

from pyspark.sql import SparkSession


def main(source, target, *flags):
    mapper = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mapper.sh")
    command = " ".join(map(shlex.quote, ["sh", mapper, *flags]))
    spark = SparkSession.builder.appName("repairjson").getOrCreate()
    lines = spark.sparkContext.textFile(source)
    # The process gets this environment and no other.
    lines.pipe(command, env=dict(os.environ), checkCode=True).saveAsTextFile(target)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
