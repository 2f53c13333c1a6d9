namespace ReportsAdmin.Platform;

/// <summary>The error in words when an exception says that the database or the disk cannot serve at the moment; null for every other exception.</summary>
public delegate DomainException? OutageOf(Exception error);
