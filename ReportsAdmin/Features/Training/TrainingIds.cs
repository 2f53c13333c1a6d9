using ReportsAdmin.Features.Training.Events;

namespace ReportsAdmin.Features.Training;

/// <summary>The kinds of the room's ids in the API (<see cref="ReportsAdmin.Platform.ApiId"/>).</summary>
public static class TrainingIds
{
    public const string Learner = "6c65726e";
    public const string Course = "636f7572";
    public const string Class = "636c6173";
    public const string Content = "636f6e74";
}
