namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>A row that uploads write. Zero stands for "no upload": people or the demo data wrote it.</summary>
public interface IUploaded
{
    /// <summary>The upload that created the row.</summary>
    int BatchId { get; }

    /// <summary>The upload that wrote it last.</summary>
    int WrittenBy { get; }

    /// <summary>The row of that upload's sheet, as Excel numbers it.</summary>
    int SheetRow { get; }
}
