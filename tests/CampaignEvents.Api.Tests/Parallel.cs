// The large collections are three (API, deliveries, message bus), and each of them waits more than it works.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
