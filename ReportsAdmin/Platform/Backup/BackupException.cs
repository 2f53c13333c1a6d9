namespace ReportsAdmin.Platform.Backup;

/// <summary>A backup, a restore or a move cannot go on; the message says why and what to do.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
